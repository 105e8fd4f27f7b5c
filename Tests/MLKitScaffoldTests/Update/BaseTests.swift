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

    private func retained(_ fixture: UpdateFixture) throws -> [String] {
        let folder = fixture.file(".mlkit/rendered")
        let names = try LocalFileSystem().exists(folder) ? LocalFileSystem().list(folder) : []
        // Beside them stands what has git leave them as they are, and goes with the last of them.
        #expect(names.isEmpty || names.first == ".gitattributes")
        return Array(names.dropFirst())
    }

    @Test func aRenderingThatIsInNoCommitIsKept() async throws {
        let fixture = try await merged()
        let id = try ObjectID(blobOf: Array(PlanCase.theirs.utf8)).hex
        #expect(try retained(fixture) == [id])
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

    @Test func itIsDroppedWhenNothingNeedsIt() async throws {
        let fixture = try await merged()
        try fixture.write(template: ["a.txt": PlanCase.both, "b.txt": "b\n"], version: "3.0.0")
        try fixture.apply()
        #expect(try retained(fixture) == [])
        try fixture.undo()
        #expect(try retained(fixture).count == 1)
    }

    @Test func withoutABaseBothSidesAreShown() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "b\n"])
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
        let fixture = try await UpdateFixture(files, commits: false)
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
