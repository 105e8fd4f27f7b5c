import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

// Files that git ignores, or is told to overlook.
extension GitSettingsTests {
    @Test func whatGitIgnoresIsWrittenAndNotStaged() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n", "own.ignored": "own 1\n", "old.ignored": "1\n"])
        try fixture.perform(.write("own.ignored", "secret\n"))
        try fixture.write(template: [
            "a.txt": "2\n", "own.ignored": "2\n", "old.ignored": "2\n", "new.ignored": "2\n",
        ])
        let update = try fixture.update()
        #expect(
            update.plan.notes.map(\.message) == [
                "`own.ignored` stays as it is: the template has another one, and git ignores yours",
                "git ignores `new.ignored`: written, and in no commit",
            ])
        #expect(try update.apply().ignored == ["new.ignored", "old.ignored"])
        #expect(try fixture.read("own.ignored") == "secret\n" && fixture.read("old.ignored") == "2\n")
        #expect(try fixture.read("new.ignored") == "2\n")
        #expect(try await !fixture.git("ls-files").contains(".ignored\n"))
    }

    @Test(arguments: ["--skip-worktree", "--assume-unchanged"])
    func whatGitIsToldToOverlookIsNotLeaked(_ option: String) async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": PlanCase.text])
        try await fixture.git("update-index", option, "a.txt", "b.txt")
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": PlanCase.theirs])
        let update = try fixture.update()
        let note = try #require(update.plan.notes.first { $0.message.contains("overlook what you changed") })
        let end = "--no-\(option.dropFirst(2))"
        #expect(note.hint == "`git update-index \(end) a.txt` and a commit let it be merged")
        try update.apply()
        #expect(try fixture.read("a.txt") == PlanCase.yours && fixture.read("b.txt") == PlanCase.theirs)
        #expect(try await fixture.git("show", ":a.txt") == PlanCase.text)
        // What the hint says is what lets it be merged.
        try await fixture.git("update-index", end, "a.txt")
        try await fixture.commit()
        #expect(try fixture.update().plan.lines == ["merge a.txt"])
    }

    /// Git heeds one of the options in a call.
    @Test func whatIsOverlookedTwiceTakesTwoCalls() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        for option in ["--skip-worktree", "--assume-unchanged"] { try await fixture.git("update-index", option, "a.txt") }
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try fixture.write(template: ["a.txt": PlanCase.theirs])
        let hint = try #require(fixture.update().plan.notes.compactMap(\.hint).first)
        #expect(
            hint == "`git update-index --no-skip-worktree a.txt`, `git update-index --no-assume-unchanged a.txt` and a commit let it be "
                + "merged")
        for option in ["--no-skip-worktree", "--no-assume-unchanged"] { try await fixture.git("update-index", option, "a.txt") }
        try await fixture.commit()
        #expect(try fixture.update().plan.lines == ["merge a.txt"])
    }

    @Test(arguments: [".mlkit\n", ".mlkit/\n"])
    func aRecordThatGitIgnoresIsUpdatedAllTheSame(_ rule: String) async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"], commits: false)
        let rules = fixture.scratch.path.appending("ignore")
        try LocalFileSystem().write(rule, to: rules)
        try await fixture.git("config", "core.excludesFile", rules.string)
        try await fixture.commit()
        #expect(try await !fixture.git("ls-files").contains(".mlkit"))
        try fixture.write(template: ["a.txt": "2\n"])
        let ignored = try fixture.apply().ignored
        #expect(ignored == [".mlkit/renderings", ".mlkit/template.yaml"])
        #expect(try fixture.read("a.txt") == "2\n")
        #expect(Diagnostic.hiddenRecord(ignored)?.message
            == "git ignores `.mlkit/template.yaml` and `.mlkit/renderings`: clones of this project cannot be updated")
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        // As the hint has it.
        let own = try fixture.read(".gitignore") ?? ""
        try fixture.perform(.write(".gitignore", own + "!/.mlkit/\n!/.mlkit/template.yaml\n!/.mlkit/renderings\n"))
        try await fixture.commit()
        #expect(try await fixture.git("ls-files", ".mlkit") == ".mlkit/renderings\n.mlkit/schema.json\n.mlkit/template.yaml\n")
        try fixture.write(template: ["a.txt": "3\n"], version: "3.0.0")
        #expect(try fixture.apply().ignored == [])
    }
}
