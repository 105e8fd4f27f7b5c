import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// Edited lists where the project meanwhile has another answer, or has it already.
@Suite struct SyncEdgeTests {
    private let fixture: ProjectFixture

    init() throws { fixture = try ProjectFixture() }

    private func export() throws -> String {
        let project = try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\n".utf8), kinds: .builtIn).project
        return ExportFormat.markdown.text(of: try fixture.load().exported(project))
    }

    /// The list with the box of an item set, and perhaps its answer.
    private func edited(_ text: String, _ item: String, box: String? = nil, answer: String? = nil) -> String {
        var isBelow = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("- [") { isBelow = line.contains("`\(item)`") }
            if isBelow, line.hasPrefix("- ["), let box { return "- [\(box)]" + line.dropFirst(5) }
            if isBelow, line.hasPrefix("  - answer:"), let answer { return "  - answer: \(answer)" }
            return String(line)
        }.joined(separator: "\n")
    }

    private func asked(_ text: String) throws -> (changes: [String], problems: [String]) {
        let plan = try fixture.load().plan(syncing: Array(text.utf8), file: "list.md")
        return (plan.changes.map { "\($0.word) \($0.item.id)" }, plan.problems.map(\.message))
    }

    private func skip(_ item: String) throws {
        let checklist = try fixture.load()
        _ = try checklist.skip(checklist.find(item).item, because: "no need", ProjectFixture.answering)
    }

    private func reopen(_ item: String) throws {
        let checklist = try fixture.load()
        _ = try checklist.reopen(checklist.find(item).item, ProjectFixture.answering)
    }

    /// What was skipped since is not open as the file wants it.
    @Test func whatWasSkippedSinceIsNotOpen() throws {
        try fixture.done("data.split")
        let unticked = edited(try export(), "data.split", box: " ")
        try skip("data.split")
        let found = try asked(unticked)
        #expect(
            found.changes.isEmpty && found.problems == ["`data.split` was answered anew since the export, and it was unticked in the file"])
    }

    /// Reopened since, it is as the file wants it; done since, so is a tick.
    @Test func whatIsSoAlreadyIsAgreedWith() throws {
        try fixture.done("data.split")
        let unticked = edited(try export(), "data.split", box: " ")
        try reopen("data.split")
        #expect(try asked(unticked) == ([], []))
        let ticked = edited(try export(), "data.split", box: "x")
        try fixture.done("data.split")
        #expect(try asked(ticked) == ([], []))
    }

    /// A tick together with another answer than the project got meanwhile is none that it has.
    @Test func anotherAnswerIsNotAgreedWith() throws {
        let before = try export()
        try fixture.done("data.labels", answer: "yes")
        #expect(try asked(edited(before, "data.labels", box: "x", answer: "yes")) == ([], []))
        let other = try asked(edited(before, "data.labels", box: "x", answer: "no"))
        #expect(
            other.changes.isEmpty
                && other.problems == ["`data.labels` was answered anew since the export, and another answer was written in the file"])
        // Ticked without an answer, it is done so.
        #expect(try asked(edited(before, "data.labels", box: "x")) == ([], []))
    }

    /// An answer that is taken out of an open item asks for nothing; one that is filled in makes it done.
    @Test func answersAloneAreEnough() throws {
        try fixture.done("data.labels", answer: "yes")
        try reopen("data.labels")
        let open = try export()
        #expect(try asked(edited(open, "data.labels", answer: "")) == ([], []))
        #expect(try asked(edited(open, "data.labels", answer: "no")).changes == ["answer data.labels"])
        #expect(try asked(edited(open, "data.split", box: "x")).changes == ["done data.split"])
    }

    /// A box that was unticked with its answer left, or taken out, reopens; with another it contradicts itself.
    @Test func whatIsUntickedIsReopened() throws {
        try fixture.done("data.labels", answer: "yes")
        let done = try export()
        for answer in [nil, "yes", ""] {
            #expect(try asked(edited(done, "data.labels", box: " ", answer: answer)).changes == ["reopen data.labels"])
        }
        #expect(
            try asked(edited(done, "data.labels", box: " ", answer: "no")).problems
                == ["`data.labels` was unticked and given another answer"])
        #expect(try asked(edited(done, "data.labels", answer: "no")).changes == ["answer data.labels"])
        #expect(
            try asked(edited(done, "data.labels", answer: "")).problems
                == ["the answer to `data.labels` was removed, but its box is ticked"])
    }
}
