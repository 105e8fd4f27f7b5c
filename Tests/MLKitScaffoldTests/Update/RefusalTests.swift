import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// What keeps an update from being applied, and that nothing changes then.
@Suite struct RefusalTests {
    private let second = ["a.txt": PlanCase.theirs, "b.txt": "B\n", "new.txt": "new\n"]

    private func fixture() async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "b\n"])
        try fixture.write(template: second)
        return fixture
    }

    /// The refusal, after which everything is as it was.
    private func refusal(_ fixture: UpdateFixture) throws -> String {
        let tree = try fixture.tree()
        let text = problems(without: fixture.scratch.path.string + "/") { try fixture.apply() }
        #expect(try fixture.tree() == tree)
        #expect(try !LocalFileSystem().exists(fixture.file(".mlkit/tmp/apply")))
        return text
    }

    @Test func changesInNoCommitAreNamed() async throws {
        let fixture = try await fixture()
        try fixture.perform(.write("a.txt", PlanCase.yours))
        try fixture.perform(.write("b.txt", "staged\n"))
        try await fixture.git("add", "b.txt")
        try fixture.perform(.write("new.txt", "untracked\n"))
        #expect(
            try refusal(fixture) == """
                error: 2 files have changes that are in no commit, and would be touched
                note: `a.txt`
                note: `b.txt`

                hint: commit first (`git add` and `git commit`), or put them aside with `git stash --include-untracked`

                error: `new.txt` is in no commit, and would be touched

                hint: commit first (`git add` and `git commit`), or put them aside with `git stash --include-untracked`

                """)
    }

    /// Git stashes no file that is only meant to be added.
    @Test func whatCannotBeStashedIsToBeMoved() async throws {
        let fixture = try await UpdateFixture(["a.txt": "a\n"])
        try fixture.write(template: ["a.txt": "a\n", "new.txt": "new\n"])
        try fixture.perform(.write("new.txt", "mine\n"))
        try await fixture.git("add", "--intent-to-add", "new.txt")
        #expect(try refusal(fixture).hasSuffix("hint: commit first (`git add` and `git commit`), or move them out of the project\n"))
    }

    @Test func aDamagedHeadStopsPlanning() async throws {
        let fixture = try await fixture()
        try LocalFileSystem().write("garbage\n", to: fixture.file(".git/HEAD"))
        #expect(problems { _ = try fixture.update() }.contains("holds neither a commit nor the name of a branch"))
    }

    @Test func changesElsewhereDoNotMatter() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "b.txt": "b\n"])
        try fixture.write(template: ["a.txt": PlanCase.theirs, "b.txt": "b\n"])
        try fixture.perform(.write("b.txt", "mine\n"))
        try fixture.perform(.write("untracked.txt", "mine\n"))
        try fixture.apply()
        #expect(try await fixture.status() == ["M  a.txt", " M b.txt", "?? untracked.txt"])
    }

    @Test func aFileThatIsRightAlreadyDoesNotMatter() async throws {
        let fixture = try await fixture()
        try fixture.perform(.write("a.txt", PlanCase.theirs))
        try fixture.perform(.write("new.txt", "new\n"))
        try fixture.apply()
        #expect(try await fixture.status() == [" M a.txt", "M  b.txt", "?? new.txt"])
    }

    @Test func anIgnoredFileInTheWayIsNotOverwritten() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        try fixture.write(template: ["a.txt": PlanCase.text, "x.ignored": "theirs\n"])
        try fixture.perform(.write("x.ignored", "mine\n"))
        let update = try fixture.update()
        #expect(update.plan.notes.map(\.message).contains {
            $0 == "`x.ignored` stays as it is: the template has another one, and git ignores yours"
        })
        try update.apply()
        #expect(try fixture.read("x.ignored") == "mine\n")
    }

    @Test func aMergeInProgressIsFinishedFirst() async throws {
        let fixture = try await fixture()
        try await fixture.git("checkout", "--quiet", "-b", "other")
        try fixture.perform(.write("b.txt", "theirs\n"))
        try await fixture.commit()
        try await fixture.git("checkout", "--quiet", "main")
        try fixture.perform(.write("b.txt", "ours\n"))
        try await fixture.commit()
        _ = try? await fixture.git("merge", "other")
        let text = try refusal(fixture)
        #expect(text.contains("error: git is in the middle of a merge\n"))
        #expect(text.contains("error: 1 file is unmerged\nnote: `b.txt`\n"))
    }

    @Test func conflictsOfTheLastUpdateAreResolvedFirst() async throws {
        let fixture = try await fixture()
        try fixture.perform(.write("a.txt", PlanCase.clash))
        try await fixture.commit()
        #expect(try fixture.apply().conflicts.count == 1)
        try fixture.write(template: second.merging(["c.txt": "c\n"]) { $1 }, version: "3.0.0")
        #expect(try refusal(fixture).hasPrefix("error: 1 file is unmerged\nnote: `a.txt`\n"))
    }

    @Test func beforeTheFirstCommitEverythingIsUnsaved() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text], commits: false)
        try fixture.write(template: ["a.txt": PlanCase.theirs])
        #expect(try fixture.update().plan.lines == ["update a.txt"])
        #expect(try refusal(fixture).hasPrefix("error: 2 files are in no commit, and would be touched\n"))
        try await fixture.git("add", "--all")
        #expect(try refusal(fixture).hasPrefix("error: 2 files have changes that are in no commit, and would be touched\n"))
    }

    @Test func outsideGitThereIsAPlanOnly() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        try LocalFileSystem().remove(fixture.repository.appending(".git"))
        try fixture.write(template: ["a.txt": PlanCase.theirs])
        #expect(try fixture.update().plan.lines == ["update a.txt"])
        #expect(
            try refusal(fixture) == """
                error: the project is not in git, so nothing could be taken back from history

                hint: run `git init`, `git add --all` and `git commit` first

                """)
    }

    /// What is left of a repository when its files are lost is none to git; the plan says so, and what helps.
    @Test(arguments: [
        (
            ["HEAD", "objects", "refs"], "HEAD",
            "put it back from a copy; to begin a new one, remove the folder, in which no history is, and run `git init`"
        ),
        (
            ["objects"], "objects",
            "put it back from a copy, or from the `.git` of another clone; to begin a new one, remove the folder and run `git init`"
        ),
        (
            ["refs"], "refs",
            "make the folder `demo/.git/refs` again: `demo/.git/logs/HEAD` has a line for each commit that was checked out, its name as "
                + "second word, and `git update-ref refs/heads/NAME COMMIT` puts a branch back"
        ),
        (["HEAD"], "HEAD", "write `ref: refs/heads/main` into `demo/.git/HEAD`, if `main` is what your branch is called"),
    ])
    func aFolderThatIsNoRepositoryIsNamed(gone: [String], named: String, hint: String) async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        let place = fixture.repository.appending(".git")
        for name in gone { try LocalFileSystem().remove(place.appending(name)) }
        #expect(try fixture.update().outsideGit?.message == "`\(place)` is no repository of git's: it has no `\(named)`")
        try fixture.write(template: ["a.txt": PlanCase.theirs])
        let update = try fixture.update()
        #expect(update.plan.lines == ["update a.txt"])
        let problem = try #require(try update.outsideGit)
        #expect(problem.severity == .warning)
        #expect(problem.message == "`\(place)` is no repository of git's: it has no `\(named)`")
        #expect(
            try refusal(fixture) == """
                error: `demo/.git` is no repository of git's: it has no `\(named)`

                hint: \(hint)

                """)
    }

    @Test func aRepositoryThatCannotBeOpenedIsNamed() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        try await fixture.git("config", "core.worktree", "../nowhere")
        try fixture.write(template: ["a.txt": PlanCase.theirs])
        #expect(try fixture.update().outsideGit != nil)
        #expect(
            try refusal(fixture) == """
                error: the git repository in `demo/.git` cannot be opened

                hint: see what `git status` says here

                """)
    }

    /// As where the project's folder was moved, and the template is named from there.
    @Test func aTemplateThatIsNotThereAnyMoreIsNamed() async throws {
        let fixture = try await fixture()
        try LocalFileSystem().remove(fixture.template)
        let failure = #expect(throws: Failure.self) { _ = try fixture.update() }
        let problem = try #require(failure?.diagnostics.first)
        #expect(problem.message.hasPrefix("the template that the project is made from is not there any more: there is no folder `"))
        #expect(problem.hint == "name by `--template` where it is now")
    }

    @Test func aFileThatNamesNoRepositoryIsNamed() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text])
        let place = fixture.repository.appending(".git")
        try LocalFileSystem().remove(place)
        try LocalFileSystem().write("", to: place)
        #expect(try refusal(fixture).hasPrefix("error: `demo/.git` is a file that names no repository\n"))
    }

    @Test func nothingIsWrittenThroughALink() async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text, "sub/b.txt": "b\n"])
        let outside = try fixture.scratch.write("b\n", to: "outside/b.txt")
        try fixture.perform(.delete("sub"))
        try fixture.perform(.link("sub", to: outside.removingLastComponent().string))
        try fixture.perform(.link("a.txt", to: outside.string))
        try await fixture.commit()
        try fixture.write(template: ["a.txt": PlanCase.theirs, "sub/b.txt": "new\n"])
        #expect(try fixture.update().plan.lines == ["conflict a.txt", "conflict sub/b.txt"])
        let update = try fixture.update()
        #expect(
            update.plan.conflicts.map(\.reason) == [
                "a symbolic link is there, which is not written through",
                "`sub`, on the way to it, is no folder: it is updated when it is put back",
            ])
        try update.apply()
        #expect(try LocalFileSystem().readText(outside) == "b\n")
    }

    @Test func aFolderInTheWayIsNamed() async throws {
        let fixture = try await fixture()
        try fixture.perform(.write("new.txt/mine.txt", "mine\n"))
        try await fixture.commit()
        let conflicts = try fixture.apply().conflicts
        #expect(conflicts.map(\.path) == ["new.txt"])
        #expect(conflicts.first?.reason == "a folder is there: it comes when that is moved away")
        #expect(try fixture.read("new.txt/mine.txt") == "mine\n")
    }
}
