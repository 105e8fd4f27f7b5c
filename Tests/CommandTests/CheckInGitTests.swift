import Glibc
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

    /// As git would check it out: else `core.safecrlf` takes offence at it.
    @Test func aRecordHasTheLineEndsOfGit() async throws {
        let project = try await ChecklistProject()
        let sandbox = project.sandbox
        for name in ["autocrlf", "safecrlf"] { try await sandbox.git("config", "core.\(name)", "true") }
        #expect(try await project.check("done", "scoping.baseline").status == 0)
        #expect(try await project.check("done", "scoping.budget", "--no-commit").status == 0)
        for name in ["baseline", "budget"] {
            let text = try sandbox.read("checklist/scoping/\(name).md")
            #expect(text.contains("\r\n") && !text.replacing("\r\n", with: "").contains("\n"), "\(name)")
        }
        #expect(try await !sandbox.git("show", "HEAD:\(Self.record)").contains("\r"))
        try await sandbox.git("add", "checklist")
        #expect(try await sandbox.git("status", "--porcelain") == "A  checklist/scoping/budget.md\n")
    }

    @Test func whatTheCommitTakesInOfTheUsersIsTold() async throws {
        let project = try await ChecklistProject()
        let note = "  the file had changes that were in no commit: they are in this one\n"
        #expect(try await !project.check("done", "scoping.baseline").output.contains(note))
        try project.sandbox.write(project.sandbox.read(Self.record) + "\nby hand\n", to: Self.record)
        let outcome = try await project.check("skip", "scoping.baseline", "--because", "none")
        #expect(outcome.status == 0 && outcome.output.contains(note), "\(outcome.output)\(outcome.error)")
        #expect(try await project.sandbox.git("show", "HEAD:\(Self.record)").contains("by hand"))
        #expect(try await !project.check("done", "scoping.baseline").output.contains(note))
    }

    /// Its place is known, so it is not as if there were none.
    @Test func aRepositoryThatIsNotThereAnyMoreIsNamed() async throws {
        let project = try await ChecklistProject()
        try LocalFileSystem().remove(project.sandbox.path.appending(".git"))
        try project.sandbox.write("gitdir: /nowhere/else\n", to: ".git")
        for arguments in [["done", "scoping.baseline"], ["audit"], ["log"]] {
            let outcome = try await BuiltTool.mlkit(
                ["check"] + arguments, in: project.path, environment: project.sandbox.variables)
            #expect(outcome.status != 0)
            #expect(outcome.error.contains("names the repository `/nowhere/else`, which is not there"), "\(outcome.error)")
        }
        #expect(try !project.sandbox.exists(Self.record))
        #expect(try await project.check("done", "scoping.baseline", "--no-commit").status == 0)
    }

    @Test func whatAKilledCommandLeftIsRemoved() async throws {
        let project = try await ChecklistProject()
        let dead = "checklist/data/.labels.md.99999999.7.tmp"
        let others = ["checklist/data/.labels.md.\(getpid()).7.tmp", "checklist/data/.mine.tmp"]
        for path in [dead] + others { try project.sandbox.write("x\n", to: path) }
        #expect(try await project.check("done", "scoping.baseline").status == 0)
        #expect(try !project.sandbox.exists(dead))
        for path in others { #expect(try project.sandbox.exists(path), "\(path)") }
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
        let id = try await project.sandbox.git("rev-parse", "--short=7", "HEAD").trimmed
        #expect(
            outcome.error == """
                warning: the commit \(id) is on no branch, as git's HEAD is detached: it is lost once something else is checked out

                hint: `git switch --create NAME` goes on from it on a new branch; or `git cherry-pick \(id)` takes it to the \
                branch that you switch to

                """)
        // As the hint has it.
        try await project.sandbox.git("switch", "--quiet", "main")
        try await project.sandbox.git("cherry-pick", id)
        #expect(try await project.check("list").output.hasPrefix("done     poc  scoping.baseline"))
        #expect(try await project.check("done", "scoping.budget").error == "")
        try await project.sandbox.git("checkout", "--quiet", "--detach")
        #expect(try await project.check("upgrade").error.contains("is on no branch"))
        #expect(try await project.check("skip", "data.labels", "--because", "none", "--no-commit").error == "")
    }

    /// What is checked out goes with the next step, and the answer would with it.
    @Test func inABisectNothingIsAnswered() async throws {
        let project = try await ChecklistProject()
        for number in 1...3 { try await project.sandbox.commit(["n.txt": "\(number)\n"]) }
        try await project.sandbox.git("bisect", "start", "HEAD", "HEAD~3")
        let outcome = try await project.check("done", "scoping.baseline")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: git is in the middle of a bisect, of which a commit would become a part

                hint: finish it or give it up first; commands that take `--no-commit` write without one

                """)
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
        #expect(try await project.check("done", "scoping.baseline", "--no-commit").status == 0)
        try await project.sandbox.git("bisect", "reset")
        #expect(try await project.check("done", "scoping.budget").status == 0)
    }

    /// Git would give up the commit of which the hook is a part.
    @Test(arguments: [["commit"], ["commit", "--all"], ["commit", "--only", "n.txt"]])
    func inAHookOfACommitItSaysWhy(_ command: [String]) async throws {
        let project = try await ChecklistProject()
        let mlkit = BuiltTool.folder.appending("mlkit").string
        let hook = "#!/bin/sh\n'\(mlkit)' check done scoping.baseline 2> .git/said\n"
        try project.sandbox.write(hook, to: ".git/hooks/pre-commit")
        _ = try await BuiltTool.run("chmod", ["+x", ".git/hooks/pre-commit"], in: project.path)
        try project.sandbox.write("1\n", to: "n.txt")
        try await project.sandbox.git("add", "n.txt")
        let variables = BuiltTool.settings().merging(project.sandbox.variables) { $1 }
        let arguments = command + ["--message", "n"]
        let commit = try await BuiltTool.run("git", arguments, in: project.path, environment: variables)
        #expect(commit.status == 1, "\(commit)")
        #expect(
            try project.sandbox.read(".git/said") == """
                error: git is in the middle of a commit, whose hook `pre-commit` this is: it fails if another comes in between

                hint: run mlkit after the commit, as in the hook `post-commit`; commands that take `--no-commit` write without one

                """)
        // As the hint has it.
        _ = try await BuiltTool.run("mv", [".git/hooks/pre-commit", ".git/hooks/post-commit"], in: project.path)
        #expect(try await BuiltTool.run("git", arguments, in: project.path, environment: variables).status == 0)
        #expect(try await project.sandbox.git("log", "--format=%s", "-1", "--", Self.record) != "")
    }

    /// Where the hook's script is mlkit itself by then, git alone is left to tell.
    @Test(arguments: [
        ("exec MLKIT", "in one of whose hooks this is"), ("exec env -u GIT_INDEX_FILE MLKIT", "in one of whose hooks this is"),
        ("unset GIT_INDEX_FILE\nMLKIT", "whose hook `pre-commit` this is"),
    ])
    func howeverAHookCallsItItSaysWhy(_ call: String, _ words: String) async throws {
        let project = try await ChecklistProject()
        let mlkit = BuiltTool.folder.appending("mlkit").string
        let hook = "#!/bin/sh\n\(call.replacing("MLKIT", with: "'\(mlkit)'")) check done scoping.baseline 2> .git/said\n"
        try project.sandbox.write(hook, to: ".git/hooks/pre-commit")
        _ = try await BuiltTool.run("chmod", ["+x", ".git/hooks/pre-commit"], in: project.path)
        try project.sandbox.write("1\n", to: "n.txt")
        try await project.sandbox.git("add", "n.txt")
        let variables = BuiltTool.settings().merging(project.sandbox.variables) { $1 }
        let commit = try await BuiltTool.run("git", ["commit", "--message", "n"], in: project.path, environment: variables)
        #expect(commit.status == 1, "\(commit)")
        #expect(try project.sandbox.read(".git/said").hasPrefix("error: git is in the middle of a commit, \(words): it fails"))
        #expect(try await project.sandbox.git("log", "--format=%s", "-1", "--", Self.record) == "")
        _ = try await BuiltTool.run("mv", [".git/hooks/pre-commit", ".git/hooks/post-commit"], in: project.path)
        _ = try await BuiltTool.run("git", ["commit", "--message", "n"], in: project.path, environment: variables)
        #expect(try await project.sandbox.git("log", "--format=%s", "-1", "--", Self.record) != "")
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
