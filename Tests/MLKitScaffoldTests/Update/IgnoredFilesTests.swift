import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Updates of files that git ignores, or did, or will. Files `*.ignored` are.
@Suite struct IgnoredFilesTests {
    /// As with `git merge`, a file that git has stays in it wherever the template moves it.
    @Test(arguments: [PlanCase.text, PlanCase.theirs])
    func aFileThatMovesToAnIgnoredPlaceStaysInGit(_ theirs: String) async throws {
        let fixture = try await UpdateFixture(["c.txt": PlanCase.text])
        try fixture.perform(.write("c.txt", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["c.ignored": theirs])
        #expect(try fixture.update().plan.lines == ["rename c.txt -> c.ignored"])
        #expect(try fixture.apply().ignored == [])
        try await fixture.git("commit", "--quiet", "--message", "update")
        let both = theirs == PlanCase.text ? PlanCase.yours : PlanCase.both
        #expect(try await fixture.git("show", "HEAD:c.ignored") == both)
        #expect(try fixture.update().plan.isEmpty)
    }

    /// Nothing in it changes, so nothing of the user's can be lost.
    @Test(arguments: [true, false]) func theModeOfAnIgnoredFileMayChange(isEdited: Bool) async throws {
        let fixture = try await UpdateFixture(["run.ignored": PlanCase.text, "a.txt": "1\n"])
        if isEdited { try fixture.perform(.write("run.ignored", PlanCase.yours)) }
        try fixture.write(template: ["run.ignored+x": PlanCase.text, "a.txt": "2\n"])
        #expect(try fixture.update().plan.lines == ["update a.txt", "update run.ignored"])
        try fixture.apply()
        #expect(try LocalFileSystem().information(at: fixture.file("run.ignored"))?.isExecutable == true)
        #expect(try fixture.read("run.ignored") == (isEdited ? PlanCase.yours : PlanCase.text) && fixture.read("a.txt") == "2\n")
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        #expect(try await !fixture.git("ls-files").contains("run.ignored"))
    }

    /// What is in it may be secret: it does not move to where git would have it.
    @Test(arguments: ["K=secret\n", "K=\n"]) func anIgnoredFileDoesNotMoveIntoGit(_ yours: String) async throws {
        let fixture = try await UpdateFixture(["env.ignored": "K=\n", "a.txt": "1\n"])
        try fixture.perform(.write("env.ignored", yours))
        try fixture.write(template: ["env.example": "K=\n", "a.txt": "2\n"])
        let update = try fixture.update()
        #expect(update.plan.lines == ["update a.txt", "create env.example"])
        #expect(update.plan.notes.count == (yours == "K=\n" ? 0 : 1))
        try update.apply()
        #expect(try fixture.read("env.ignored") == yours && fixture.read("env.example") == "K=\n")
        #expect(try fixture.read("a.txt") == "2\n")
        #expect(try await !fixture.git("ls-files").contains("env.ignored"))
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    /// As for a new file of the template's: it stays, and all else is updated.
    @Test(arguments: ["", "  \"?.*\": managed\n"])
    func anIgnoredFileWhereTheTemplateMovesOneStays(_ ownership: String) async throws {
        let fixture = try await UpdateFixture(["c.txt": PlanCase.text, "a.txt": "1\n"], ownership: ownership)
        try fixture.perform(.write("c.ignored", "PASSWORD\n"))
        try fixture.write(template: ["c.ignored": PlanCase.theirs, "a.txt": "2\n"], ownership: ownership)
        let update = try fixture.update()
        #expect(update.plan.conflicts.isEmpty)
        #expect(
            update.plan.notes.map(\.message) == ["`c.ignored` stays as it is: the template has another one, and git ignores yours"])
        #expect(try update.apply().conflicts.isEmpty)
        #expect(try fixture.read("c.ignored") == "PASSWORD\n" && fixture.read("a.txt") == "2\n")
        #expect(try fixture.read("c.txt") == (ownership.isEmpty ? PlanCase.theirs : PlanCase.text))
        try await fixture.commit()
        #expect(try await !fixture.git("ls-files").contains("c.ignored"))
        #expect(try fixture.update().plan.isEmpty)
    }

    /// A rule that goes does not bring into git what was kept out of it by the rule, then or later.
    @Test(arguments: [true, false]) func aFileStaysOutOfGitWhenItsRuleGoes(isEdited: Bool) async throws {
        let fixture = try await UpdateFixture([".gitignore": "*.ignored\n", "env.ignored": "K=\n"])
        if isEdited { try fixture.perform(.write("env.ignored", "K=secret\n")) }
        try fixture.write(template: [".gitignore": "*.log\n", "env.ignored": "K=fill\n"])
        try fixture.apply()
        #expect(try fixture.read("env.ignored") == (isEdited ? "K=secret\n" : "K=fill\n"))
        #expect(try await !fixture.git("ls-files").contains("env.ignored"))
        let again = try fixture.update()
        #expect(again.plan.isEmpty)
        let note = "`env.ignored` stays as it is: the template has another one, and git does not know yours"
        #expect(again.plan.notes.map(\.message) == (isEdited ? [note] : []))
        #expect(try again.apply().hasChanged == false)
        try await fixture.git("commit", "--quiet", "--message", "update")
        try fixture.write(template: [".gitignore": "*.log\n", "env.ignored": "K=more\n", "a.txt": "1\n"], version: "3.0.0")
        try fixture.apply()
        #expect(try fixture.read("env.ignored") == (isEdited ? "K=secret\n" : "K=more\n") && fixture.read("a.txt") == "1\n")
        #expect(try await fixture.status().last == "?? env.ignored")
    }

    /// Nobody moved it: clones never have it. To the record it stays what it is, so that others still get what comes.
    @Test func anIgnoredFileThatIsNotHereIsToldAsSuch() async throws {
        let fixture = try await UpdateFixture(["env.ignored": "1\n", "a.txt": "1\n"])
        let before = try fixture.read(ScaffoldRecord.path)
        try fixture.perform(.delete("env.ignored"))
        try fixture.write(template: ["env.ignored": "2\n", "a.txt": "2\n"])
        let update = try fixture.update()
        #expect(update.plan.lines == ["update a.txt"])
        #expect(update.plan.notes.map(\.message) == ["`env.ignored`, which git ignores, is not here: its update waits until one is"])
        try update.apply()
        try await fixture.commit()
        let entry = { (text: String?) in text?.split(separator: "  env.ignored:\n").last?.split(separator: "\n  ").first }
        #expect(try entry(fixture.read(ScaffoldRecord.path)) == entry(before))
        #expect(try fixture.update().plan.isEmpty)
        // Another clone, which has the file.
        try fixture.perform(.write("env.ignored", "1\n"))
        #expect(try fixture.update().plan.lines == ["update env.ignored"])
        try fixture.apply()
        #expect(try fixture.read("env.ignored") == "2\n")
    }

    /// As the hint has it.
    @Test func anIgnoredFileThatNobodyHasCountsAsDeleted() async throws {
        let fixture = try await UpdateFixture(["env.ignored": "1\n"])
        try fixture.perform(.delete("env.ignored"))
        try fixture.write(template: ["env.ignored": "2\n"])
        #expect(
            try fixture.update().plan.notes.first?.hint
                == "where nobody has one any more, `state: deleted` in the entry of `env.ignored` in `.mlkit/template.yaml` says so")
        let record = try #require(try fixture.read(ScaffoldRecord.path))
        try fixture.perform(.write(ScaffoldRecord.path, record.replacing("  env.ignored:\n", with: "  env.ignored:\n    state: deleted\n")))
        try await fixture.commit()
        #expect(try fixture.update().plan.notes.isEmpty)
    }

    /// Of one that git has, deleting it is in a commit.
    @Test func aTrackedFileThatIsGoneCountsAsDeleted() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        try fixture.perform(.delete("a.txt"))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": "2\n"])
        #expect(try fixture.update().plan.newRecord.files["a.txt"]?.state == .deleted)
    }

    /// What is in it may be secret, as with a rule.
    @Test func aFileThatIsKeptOutDoesNotMoveIntoGit() async throws {
        let fixture = try await UpdateFixture(["env.txt": "K=\n"])
        try await fixture.git("rm", "--quiet", "--cached", "env.txt")
        try await fixture.git("commit", "--quiet", "--message", "keep it out")
        try fixture.perform(.write("env.txt", "K=secret\n"))
        try fixture.write(template: ["env.example": "K=\n"])
        try fixture.apply()
        #expect(try fixture.read("env.txt") == "K=secret\n" && fixture.read("env.example") == "K=\n")
        #expect(try await fixture.status().last == "?? env.txt")
    }

    @Test func anIgnoredFileMovesWhereItIsIgnoredToo() async throws {
        let fixture = try await UpdateFixture(["one.ignored": "1\n"])
        try fixture.perform(.write("one.ignored", "mine\n"))
        try fixture.write(template: ["two.ignored": "1\n"])
        #expect(try fixture.update().plan.lines == ["rename one.ignored -> two.ignored"])
        try fixture.apply()
        #expect(try fixture.read("one.ignored") == nil && fixture.read("two.ignored") == "mine\n")
        #expect(try await !fixture.git("ls-files").contains("two.ignored"))
    }

    @Test func whatGitWillIgnoreNoMoreIsNamed() async throws {
        let fixture = try await UpdateFixture([".gitignore": "*.ignored\n/models/\n/own/\n/kept.txt\n", "a.txt": "1\n"])
        for path in ["x.ignored", "models/m.bin", "own/deep/o.txt", "kept.txt"] { try fixture.perform(.write(path, "mine\n")) }
        try fixture.write(template: [".gitignore": "/models/*\n/kept.txt\n", "a.txt": "1\n"])
        let update = try fixture.update()
        #expect(
            update.plan.notes.map(\.message) == [
                "git will not ignore `own/deep/o.txt` and `x.ignored` any more: `git add --all` would take it in"
            ])
    }
}
