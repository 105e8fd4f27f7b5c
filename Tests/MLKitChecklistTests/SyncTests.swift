import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Reading an edited list back: three sides, and nothing newer is undone.
@Suite struct SyncTests {
    private let project: ProjectSpec.Project

    init() throws {
        project = try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\n".utf8), kinds: .builtIn).project
    }

    private func export(_ fixture: ProjectFixture) throws -> String {
        ExportFormat.markdown.text(of: try fixture.load().exported(project))
    }

    private func plan(_ fixture: ProjectFixture, _ text: String) throws -> SyncPlan {
        try fixture.load().plan(syncing: Array(text.utf8), file: "list.md")
    }

    /// The words of a plan's changes, such as "done data.split".
    private func words(_ plan: SyncPlan) -> [String] {
        plan.changes.map { [$0.word, $0.item.id, $0.answer].compactMap { $0 }.joined(separator: " ") }
    }

    private func messages(_ plan: SyncPlan) -> [String] {
        plan.problems.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)" }
    }

    private func tick(_ text: String, _ item: String, _ mark: String = "x") -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.contains("`\(item)`") ? "- [\(mark)]" + line.dropFirst(5) : String(line)
        }.joined(separator: "\n")
    }

    private func answer(_ text: String, _ item: String, _ answer: String) -> String {
        var isBelow = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("- [") { isBelow = line.contains("`\(item)`") }
            return isBelow && line.hasPrefix("  - answer:") ? "  - answer: \(answer)" : String(line)
        }.joined(separator: "\n")
    }

    /// Carries a plan out and gives the refreshed file.
    private func sync(_ fixture: ProjectFixture, _ text: String) throws -> String {
        let plan = try plan(fixture, text)
        for change in plan.changes { _ = try fixture.load().carryOut(change, ProjectFixture.answering) }
        let bytes = try fixture.load().refreshed(Array(text.utf8), plan, carriedOut: plan.changes.map(\.item.id))
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func anExportAsItIsAsksForNothing() throws {
        let fixture = try ProjectFixture()
        try fixture.done("data.split")
        let plan = try plan(fixture, export(fixture))
        #expect(plan.changes.isEmpty && plan.problems.isEmpty)
    }

    @Test func ticksAndAnswersBecomeRecords() throws {
        let fixture = try ProjectFixture()
        try fixture.done("scoping.baseline")
        var text = tick(try export(fixture), "data.split")
        text = tick(text, "scoping.baseline", " ")
        text = answer(tick(text, "data.labels", "X"), "data.labels", "yes, \\*two\\* of us")
        text = answer(text, "scoping.inference", "Online")
        let plan = try plan(fixture, text)
        #expect(
            words(plan) == [
                "reopen scoping.baseline", "answer scoping.inference online", "done data.split",
                "answer data.labels yes, *two* of us",
            ])
        #expect(plan.problems.isEmpty && plan.changes[0].place.line == 11 && plan.changes[0].place.column == 3)
        let synced = try sync(fixture, text)
        #expect(try fixture.state(of: "data.split") == .done && fixture.state(of: "scoping.baseline") == .open)
        #expect(try fixture.read("checklist/scoping/baseline.md").contains("reason: unticked in list.md\n"))
        #expect(try fixture.read("checklist/data/labels.md").contains("answer: \"yes, *two* of us\"\n"))
        #expect(try words(self.plan(fixture, synced)) == [] && self.plan(fixture, synced).problems.isEmpty)
        #expect(try words(self.plan(fixture, text)) == [] && self.plan(fixture, text).problems.isEmpty)
        #expect(try words(self.plan(fixture, tick(synced, "data.split", " "))) == ["reopen data.split"])
        #expect(try self.plan(fixture, export(fixture)).changes.isEmpty)
    }

    @Test func newerAnswersAreNotUndone() throws {
        let fixture = try ProjectFixture()
        try fixture.done("data.labels", answer: "yes")
        let old = try export(fixture)
        try fixture.done("data.split")
        try fixture.done("data.labels", answer: "no, we looked again")
        #expect(try words(plan(fixture, old)) == [] && plan(fixture, old).problems.isEmpty)
        #expect(try words(plan(fixture, tick(old, "data.split"))) == [])
        let conflict = try plan(fixture, answer(old, "data.labels", "perhaps"))
        #expect(words(conflict) == [])
        #expect(
            messages(conflict) == ["25:13 `data.labels` was answered anew since the export, and another answer was written in the file"])
        #expect(conflict.problems[0].notes
            == ["the project has it as done with `no, we looked again` by Ada Example <ada@example.com> at 2026-01-01T00:00:00Z"])
        #expect(try messages(plan(fixture, tick(old, "data.labels", " "))).count == 1)
        #expect(try words(plan(fixture, answer(old, "data.labels", "no,  we looked again"))) == [])
    }

    @Test func aRecordsNoteAndAssigneeAreNoOtherAnswer() throws {
        let fixture = try ProjectFixture()
        try fixture.done("data.split")
        let old = try export(fixture)
        _ = try fixture.load().assign(fixture.load().find("data.split").item, to: "Ada", ProjectFixture.answering)
        _ = try fixture.load().assign(fixture.load().find("scoping.budget").item, to: "Ada", ProjectFixture.answering)
        #expect(
            try words(plan(fixture, tick(tick(old, "data.split", " "), "scoping.budget"))) == ["done scoping.budget", "reopen data.split"])
    }

    @Test func staleItemsAreTickedAnew() throws {
        let fixture = try ProjectFixture(["a.txt": "1"])
        try fixture.done("data.split", ["a.txt"])
        let done = try export(fixture)
        try fixture.write("2", to: "a.txt")
        #expect(try words(plan(fixture, done)) == [])
        #expect(try words(plan(fixture, tick(export(fixture), "data.split"))) == ["done data.split"])
        _ = try sync(fixture, tick(try export(fixture), "data.split"))
        #expect(try fixture.state(of: "data.split") == .done)
    }

    @Test func withoutItsCommentsAListIsReadByItsIds() throws {
        let fixture = try ProjectFixture()
        try fixture.done("scoping.baseline")
        let text = """
            * [x] `scoping.baseline`
            1. [X] anything `data.split`
            > - [x] quoted `scoping.budget`

            """
        #expect(try words(plan(fixture, text)) == ["done data.split", "done scoping.budget"])
        let unticked = try plan(fixture, "- [ ] `scoping.baseline`\n")
        #expect(messages(unticked) == ["1:3 the file does not say which answer `scoping.baseline` had when it was unticked"])
    }

    @Test(arguments: [
        ("- [~] `data.split`\n", "1:3 `[~]` is neither ticked nor empty"),
        ("- [x] `data.spilt`\n", "1:3 there is no item `data.spilt` in the checklist"),
        ("- [ ] `data.split`\n\n  - [x] buy milk\n", "3:5 this box belongs to no item"),
        ("- [x] `data.labels`\n", "1:3 `data.labels` is a question: it needs an answer"),
        ("- [x] `scoping.inference`\n  - answer: both\n", "2:13 `both` is none of the options of `scoping.inference`"),
        ("- [x] `data.split`\n- [ ] `data.split`\n", "2:3 `data.split` stands in the file twice, and not the same"),
        (
            "- [x] `data.split` <!-- mlkit: data.labels open - - -->\n",
            "1:3 this box is of `data.labels` by its comment and of `data.split` by its text"),
    ])
    func whatCannotBeUnderstoodIsReportedWhereItIs(text: String, message: String) throws {
        let plan = try plan(ProjectFixture(), text)
        #expect(messages(plan) == [message])
        #expect(plan.changes.isEmpty)
    }

    @Test func aTickAndAnAnswerThatContradictAreReported() throws {
        let fixture = try ProjectFixture()
        try fixture.done("data.labels", answer: "yes")
        let text = try export(fixture)
        #expect(try messages(plan(fixture, answer(text, "data.labels", "")))
            .first?.hasSuffix("the answer to `data.labels` was removed, but its box is ticked") == true)
        // The answer may stand where it did, or be taken out with the tick.
        for left in ["yes", ""] {
            let unticked = tick(answer(text, "data.labels", left), "data.labels", " ")
            #expect(try words(plan(fixture, unticked)) == ["reopen data.labels"])
        }
        let both = tick(answer(text, "data.labels", "no"), "data.labels", " ")
        #expect(try messages(plan(fixture, both)).first?.hasSuffix("`data.labels` was unticked and given another answer") == true)
    }

    @Test func anAnswerMayGoOnOverLines() throws {
        let text = "- [x] `data.labels`\n  - answer:\n    yes, two\n    of \\*us\\*\n  - by: Ada\n    - more\n"
        #expect(try words(plan(ProjectFixture(), text)) == ["answer data.labels yes, two of *us*"])
    }

    @Test func notesAreNoAnswers() throws {
        let fixture = try ProjectFixture()
        try fixture.done("data.split")
        let record = try fixture.read("checklist/data/split.md")
        try fixture.write(record + "\n1. answer: evil\n- [ ] `scoping.budget`\n  - answer: x\n", to: "checklist/data/split.md")
        let plan = try plan(fixture, export(fixture))
        #expect(plan.changes.isEmpty && plan.problems.isEmpty)
    }

    @Test func otherLineEndingsCodeAndMarksOfOrderAreFine() throws {
        let fixture = try ProjectFixture()
        let text = "\u{FEFF}" + tick(try export(fixture), "data.split").replacing("\n", with: "\r\n")
            + "\r\n```\r\n- [x] `scoping.baseline`\r\n```\r\n"
        #expect(try words(plan(fixture, text)) == ["done data.split"])
        let synced = try sync(fixture, text)
        #expect(synced.hasPrefix("\u{FEFF}<!--") && synced.utf8.count { $0 == 0x0D } == text.utf8.count { $0 == 0x0D })
        #expect(try words(plan(fixture, tick(synced.replacing("\r\n", with: "\n"), "data.split", " "))) == ["reopen data.split"])
    }

    @Test func aFileThatCannotBeReadAtAllChangesNothing() throws {
        let checklist = try ProjectFixture().load()
        #expect(throws: Failure.self) { try checklist.plan(syncing: [0xFF, 0xFE], file: "f") }
        #expect(throws: Failure.self) {
            try checklist.plan(syncing: Array("- [x] `data.split`\n<<<<<<< HEAD\n".utf8), file: "f")
        }
    }

    @Test func whateverStandsInTheFileNothingBreaks() throws {
        let fixture = try ProjectFixture()
        try fixture.done("data.labels", answer: "漢字 \\ `x`")
        let checklist = try fixture.load()
        var mutator = TextMutator(
            seed: 7, corpus: [try export(fixture)],
            words: ["- [x] ", "`data.split`", "<!-- mlkit: ", " -->", "  - answer: ", "```", "\r", "[", "`", "é\u{301}"])
        for _ in 0..<150 {
            let bytes = mutator.next()
            guard let plan = try? checklist.plan(syncing: bytes, file: "f") else { continue }
            #expect(plan.changes.allSatisfy { $0.place.line >= 1 && $0.place.column >= 1 })
            _ = checklist.refreshed(bytes, plan, carriedOut: plan.changes.map(\.item.id))
        }
    }

    @Test(arguments: ["yes", "a \\ b", "- [x] `data.split`", "<!-- mlkit: x -->", "*b* _i_ [l](u) # h | c ~~s~~", "\"q\" 'q' &amp; $x$",
        "1. é漢 \u{202E}rtl"])
    func answersSurviveTheRoundTrip(text: String) throws {
        let fixture = try ProjectFixture()
        try fixture.done("data.labels", answer: text)
        let exported = try export(fixture)
        #expect(try plan(fixture, exported).changes.isEmpty && plan(fixture, exported).problems.isEmpty)
        let other = try ProjectFixture()
        let written = exported.replacing(#/data.labels done [0-9a-f]+ [0-9a-f]+/#, with: "data.labels open - -")
        #expect(try words(plan(other, written)) == ["answer data.labels \(text)"])
    }
}
