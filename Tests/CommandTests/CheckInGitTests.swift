import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Answers of the checklist in repositories of every state: each is one commit that leaves all else alone.
@Suite struct CheckInGitTests {
    private static let record = "checklist/scoping/baseline.md"

    @Test func theUsersChangesStayAsTheyAre() async throws {
        let project = try await ChecklistProject()
        let sandbox = project.sandbox
        try await sandbox.commit(["kept.txt": "1\n", "changed.txt": "1\n", "gone.txt": "1\n"])
        try sandbox.write("2\n", to: "changed.txt")
        try await sandbox.git("add", "changed.txt")
        try sandbox.write("3\n", to: "changed.txt")
        try sandbox.write("staged\n", to: "added.txt")
        try await sandbox.git("add", "added.txt")
        try await sandbox.git("rm", "--quiet", "gone.txt")
        try sandbox.write("2\n", to: "kept.txt")
        try sandbox.write("untracked\n", to: "checklist/notes.txt")
        let before = try await sandbox.changes(except: Self.record)
        let outcome = try await project.check("done", "scoping.baseline", "-m", "done")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try await sandbox.changes(except: Self.record) == before)
        #expect(
            try await sandbox.git("show", "--format=", "--name-status", "HEAD") == "A\t\(Self.record)\n")
        #expect(try await sandbox.git("status", "--porcelain", Self.record) == "")
        #expect(try await sandbox.git("fsck", "--strict") == "")
    }

    @Test func aDetachedHeadMovesOnAndNoBranchDoes() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.git("checkout", "--quiet", "--detach")
        let main = try await project.sandbox.git("rev-parse", "main")
        let outcome = try await project.check("done", "scoping.baseline")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try await project.sandbox.git("rev-parse", "main") == main)
        #expect(try await project.sandbox.git("rev-parse", "HEAD^") == main)
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func aRepositoryWithoutACommitGetsItsFirst() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.git("checkout", "--quiet", "--orphan", "fresh")
        let before = try await project.sandbox.changes(except: Self.record)
        let outcome = try await project.check("done", "scoping.baseline")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try await project.sandbox.git("ls-tree", "-r", "--name-only", "HEAD") == Self.record + "\n")
        #expect(try await project.sandbox.git("rev-list", "--count", "HEAD") == "1\n")
        #expect(try await project.sandbox.changes(except: Self.record) == before)
    }

    @Test func outsideARepositoryTheRecordIsWrittenAllTheSame() async throws {
        let project = try await ChecklistProject()
        try LocalFileSystem().remove(project.path.appending(".git"))
        let outcome = try await project.check("done", "scoping.baseline")
        #expect(outcome.status == 0)
        #expect(
            outcome.output
                == "done: scoping.baseline (\(Self.record), not in git: the project is in no repository)\n")
        #expect(try project.sandbox.exists(Self.record))
        #expect(try await project.check("list").output.hasPrefix("done     poc  scoping.baseline"))
    }

    @Test func aProjectBelowTheRepositorysRootIsCommittedWhereItIs() async throws {
        let project = try await ChecklistProject(folder: "projects/census")
        let outcome = try await project.check("done", "scoping.baseline", "-e", "reports/evaluation.json")
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(
            try await project.sandbox.git("show", "--format=", "--name-status", "HEAD")
                == "A\tprojects/census/\(Self.record)\n")
        #expect(outcome.output.contains("(\(Self.record), commit "))
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func aWorktreeCommitsOnItsOwnBranch() async throws {
        let project = try await ChecklistProject()
        let tree = project.sandbox.scratch.path.appending("tree")
        try await project.sandbox.git("worktree", "add", "--quiet", "-b", "side", tree.string)
        let main = try await project.sandbox.git("rev-parse", "main")
        let outcome = try await project.check("done", "scoping.baseline", in: tree)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(try await project.sandbox.git("rev-parse", "main") == main)
        #expect(try await project.sandbox.git("rev-parse", "side^") == main)
        #expect(try await project.sandbox.git("status", "--porcelain", in: tree) == "")
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func aLockedIndexIsWaitedForAndThenNothingHasChanged() async throws {
        let project = try await ChecklistProject()
        let head = try await project.sandbox.git("rev-parse", "HEAD")
        try project.sandbox.write("", to: ".git/index.lock")
        let outcome = try await project.check("done", "scoping.baseline")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: git's index is locked: another git process is at work in this repository

                hint: try again; if no git process is running, remove `\(project.path)/.git/index.lock`

                """)
        #expect(try !project.sandbox.exists(Self.record))
        #expect(try project.sandbox.exists(".git/index.lock"))
        try LocalFileSystem().remove(project.path.pushing(".git/index.lock"))
        #expect(try await project.sandbox.git("rev-parse", "HEAD") == head)
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func withoutAnIdentityNothingIsRecorded() async throws {
        let project = try await ChecklistProject()
        let outcome = try await project.check(
            "done", "scoping.baseline",
            environment: [
                "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": "", "EMAIL": "",
            ])
        #expect(outcome.status == 1)
        #expect(outcome.error.hasPrefix("error: git does not know who you are: `user.name` and `user.email` are not set\n"))
        #expect(try !project.sandbox.exists("checklist"))
    }

    /// They look at the index, or at what `git commit` would do to the branch.
    @Test func hooksThatDoNotRunAreNamed() async throws {
        let project = try await ChecklistProject()
        for name in ["commit-msg", "reference-transaction"] {
            let hook = project.path.pushing(FilePath(".git/hooks/\(name)"))
            try LocalFileSystem().write(Array("#!/bin/sh\nexit 1\n".utf8), to: hook, executable: true)
        }
        let outcome = try await project.check("done", "scoping.baseline")
        #expect(outcome.status == 0)
        #expect(outcome.error.contains("the hooks `commit-msg` and `reference-transaction` did not run"), "\(outcome.error)")
    }

    @Test func aRecordThatGitIgnoresIsSaidToBeNotInGit() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit([".gitignore": "/checklist/\n/.mlkit/\n"])
        let outcome = try await project.check("done", "scoping.baseline")
        #expect(
            outcome.output == "done: scoping.baseline (\(Self.record), not in git, which is told to ignore it)\n")
        #expect(try await project.sandbox.git("rev-list", "--count", "HEAD") == "2\n")
    }
}
