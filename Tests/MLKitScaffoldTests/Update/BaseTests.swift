import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Where the base of a merge comes from.
@Suite struct BaseTests {
    /// A project with a merged file, whose rendering is in no commit as it is.
    private func merged() async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "b\n"])
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": "b\n"])
        try fixture.apply()
        try await fixture.commit()
        return fixture
    }

    private func kept(_ fixture: UpdateFixture) throws -> KeptRenderings {
        try KeptRenderings(parsing: Array((fixture.read(KeptRenderings.path) ?? "").utf8))
    }

    @Test func whatWasRenderedIsKept() async throws {
        let fixture = try await merged()
        let id = try ObjectID(blobOf: Array(PlanCase.theirs.utf8))
        #expect(try kept(fixture).content(id) == Array(PlanCase.theirs.utf8))
        // A clone without history, as continuous integration has it.
        let clone = fixture.scratch.path.appending("clone")
        try await fixture.git("clone", "--quiet", "--depth=1", "file://\(fixture.repository)", clone.string)
        try fixture.write(template: ["a.txt": PlanCase.theirs + "eight\n", "b.txt": "b\n"], version: "3.0.0")
        var request = fixture.request()
        request.project = clone
        let update = try ProjectUpdate(request)
        #expect(update.plan.lines == ["conflict a.txt"])
        #expect(update.plan.notes.isEmpty)
        try fixture.write(template: ["a.txt": "zero\n" + PlanCase.theirs, "b.txt": "b\n"], version: "3.0.0")
        #expect(try ProjectUpdate(request).plan.lines == ["merge a.txt"])
    }

    /// Each version of it would be in git twice, and none is merged by its lines.
    @Test func aLargeFileThatIsNoTextIsNotKept() throws {
        let (binary, text) = ([UInt8](repeating: 0, count: 1 << 20 | 1), [UInt8](repeating: 97, count: 1 << 20 | 1))
        for (content, isKept) in [(binary, false), (text, true), (Array(binary.dropLast()), true)] {
            let file = RecordedFile(blob: try ObjectID(blobOf: content), isExecutable: false, ownership: .merged, origin: nil)
            #expect(try (KeptRenderings().entry("a", file, content, .none) != nil) == isKept)
        }
    }

    @Test func itIsDroppedWhenNothingNeedsIt() async throws {
        let fixture = try await merged()
        let id = try ObjectID(blobOf: Array(PlanCase.theirs.utf8))
        let line = try #require(try fixture.read(KeptRenderings.path)?.split(separator: "\n").last)
        try fixture.write(template: ["a.txt": PlanCase.both, "b.txt": "b\n"], version: "3.0.0")
        try fixture.apply()
        #expect(try kept(fixture).content(id) == nil)
        // What did not change is the same line still.
        #expect(try fixture.read(KeptRenderings.path)?.hasSuffix("\(line)\n") == true)
        try fixture.undo()
        #expect(try kept(fixture).content(id) != nil)
    }

    /// The first commit is made anew with the user's edit in it, so that no commit has what was rendered; the template is a
    /// folder that has changed.
    @Test func theBaseOutlivesItsHistory() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "b\n"], commits: false)
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": "B\n"])
        #expect(try fixture.update().plan.notes.isEmpty)
        try fixture.apply()
        #expect(try fixture.read("a.txt") == PlanCase.both && fixture.read("b.txt") == "B\n")
    }

    @Test func whatEarlierVersionsKeptIsReadAndGoes() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "b\n"], commits: false, keeps: false)
        let id = try ObjectID(blobOf: Array(PlanCase.text.utf8))
        try fixture.perform(.write(".mlkit/rendered/\(id.hex)", PlanCase.text))
        try fixture.perform(.write(".mlkit/rendered/.gitattributes", "* -text\n"))
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": "b\n"])
        try fixture.apply()
        #expect(try fixture.read("a.txt") == PlanCase.both)
        #expect(try !LocalFileSystem().exists(fixture.file(".mlkit/rendered")))
        #expect(try await fixture.git("ls-files", ".mlkit") == ".mlkit/renderings\n.mlkit/schema.json\n.mlkit/template.yaml\n")
        try fixture.undo()
        #expect(try fixture.read(".mlkit/rendered/\(id.hex)") == PlanCase.text)
    }

    @Test func aDamagedOrMarkedStoreIsPassedOver() throws {
        let texts = ["a.txt": "one\n", "b.txt": "two\n"]
        let entries = try texts.map { KeptRenderings.Entry(path: $0, id: try ObjectID(blobOf: Array($1.utf8)), content: Array($1.utf8)) }
        let text = try KeptRenderings().text(of: entries)
        let ids = Dictionary(entries.map { ($0.path, $0.id) }) { $1 }
        let one = try #require(ids["a.txt"])
        let two = try #require(ids["b.txt"])
        let marked = "<<<<<<< HEAD\n\(String(decoding: text, as: UTF8.self))=======\n".replacing("\n", with: "\r\n")
        #expect(try KeptRenderings(parsing: Array(marked.utf8)).content(two) == Array("two\n".utf8))
        let other = String(decoding: text, as: UTF8.self).replacing("\(one.hex) 4 ", with: "\(one.hex) 5 ")
        let damaged = KeptRenderings(parsing: Array(other.utf8))
        #expect(try damaged.content(one) == nil && damaged.content(two) != nil)
        // And written again as it should be.
        #expect(try damaged.text(of: entries) == text)
    }

    @Test func withoutABaseBothSidesAreShown() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "b\n"], keeps: false)
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try await fixture.commit()
        let clone = fixture.scratch.path.appending("clone")
        try await fixture.git("clone", "--quiet", "--depth=1", "file://\(fixture.repository)", clone.string)
        // Where it came from is not to be reached any more.
        _ = try await Command("git", ["remote", "remove", "origin"], directory: clone, environment: fixture.variables).run()
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": "b\n"])
        var request = fixture.request()
        request.project = clone
        let plan = try ProjectUpdate(request).plan
        #expect(plan.lines == ["conflict a.txt"])
        #expect(
            plan.notes == [
                .warning(
                    "`a.txt` is merged without its earlier rendering, which this repository does not have",
                    notes: ["all that differs is shown as a conflict"],
                    hint: "fetch the rest of the history with `git fetch --unshallow`, and try again")
            ])
    }

    @Test func theSameTemplateRendersABaseAgain() async throws {
        let files = ["a.txt.stencil": "{{ greeting }}\n\(PlanCase.text)", "b.txt": "b\n"]
        let fixture = try await UpdateFixture(files, commits: false, keeps: false)
        // The pure rendering was never committed.
        try fixture.perform(.write("a.txt", "hello\n\(PlanCase.yours)"))
        try await fixture.commit()
        #expect(try fixture.update(["greeting=good day"]).plan.lines == ["merge a.txt", "update mlkit.yaml"])
        try fixture.apply(["greeting=good day"])
        #expect(try fixture.read("a.txt") == "good day\n\(PlanCase.yours)")
    }

    @Test func conflictsAreShownAsTheUserWants() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        try fixture.perform(.write("a.txt", PlanCase.clash))
        try await fixture.commit()
        try await fixture.git("config", "merge.conflictStyle", "diff3")
        try fixture.write(template: ["a.txt": PlanCase.theirs])
        try fixture.apply()
        #expect(try fixture.read("a.txt")?.contains("||||||| template small 1.0.0\none\n=======\n") == true)
        #expect(try await fixture.git("show", ":1:a.txt") == PlanCase.text)
        #expect(try await fixture.git("show", ":2:a.txt") == PlanCase.clash)
        #expect(try await fixture.git("show", ":3:a.txt") == PlanCase.theirs)
        await #expect(throws: Failure.self) { try await fixture.git("commit", "-m", "unresolved") }
    }
}
