import MLKitChecklist
import MLKitCore
import MLKitGit
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Answers in real repositories, looked at through the `git` program.
@Suite struct HistoryTests {
    private let path = "checklist/scoping/baseline.md"

    private func load(_ project: FilePath) throws -> Checklist {
        let files = LocalFileSystem()
        let definition = project.pushing("checklists/small.yaml")
        if try !files.exists(definition) { try files.write(ProjectFixture.definition, to: definition) }
        return try Checklist.load(
            definitions: [definition], project: project, kinds: .builtIn, facts: nil, files: files,
            hashes: HashCache(project: project, files: files, now: { 0 }), now: ProjectFixture.at)
    }

    private func answering(_ sandbox: GitSandbox) -> Answering {
        let time = GitTime(seconds: ProjectFixture.at.seconds)
        let git = GitEnvironment(variables: sandbox.variables, time: time)
        return Answering(by: "Ada Example <ada@example.com>", at: ProjectFixture.at, git: git)
    }

    @discardableResult
    private func done(
        _ item: String, _ sandbox: GitSandbox, in project: FilePath? = nil, answer: String? = nil, message: String? = nil
    ) throws -> RecordChange {
        let checklist = try load(project ?? sandbox.path)
        return try checklist.markDone(
            checklist.find(item).item, answer: answer, evidence: [], message: message, answering(sandbox))
    }

    @Test func anAnswerIsOneCommit() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1\n", "b.txt": "1\n", "reports/e.json": "{}"])
        try sandbox.write("2\n", to: "a.txt")
        try await sandbox.git("add", "a.txt")
        try sandbox.write("2\n", to: "b.txt")
        try sandbox.write("x", to: "untracked.txt")
        let checklist = try load(sandbox.path)
        let before = try await sandbox.changes(except: path)
        let change = try checklist.markDone(
            checklist.find("baseline").item, evidence: ["reports/e.json"], message: "trees win", answering(sandbox))
        let head = try await sandbox.git("rev-parse", "HEAD").dropLast()
        #expect(change.history == .commit(try #require(ObjectID(head))))
        #expect(change.path == path)
        #expect(try await sandbox.changes(except: path) == before)
        #expect(try await sandbox.git("show", "--format=", "--name-status", "HEAD") == "A\t\(path)\n")
        #expect(try await sandbox.git("show", "HEAD:\(path)") == sandbox.read(path))
        #expect(
            try await sandbox.git("log", "-1", "--format=%B").replacing(#/\b[0-9a-f]{64}\b/#, with: "HASH") == """
                Checklist: done scoping.baseline

                Establish a baseline

                trees win

                Evidence:
                - reports/e.json

                Checklist-Item: scoping.baseline
                Checklist-Status: done
                Checklist-Answer: HASH


                """)
        let trailers = "--format=%(trailers:key=Checklist-Item,valueonly,separator=%x2C)"
        #expect(try await sandbox.git("log", "-1", trailers) == "scoping.baseline\n")
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    @Test func unbornDetachedWorktreeAndSubfolder() async throws {
        let sandbox = try await GitSandbox()
        let project = sandbox.path.appending("projects").appending("census")
        try LocalFileSystem().makeDirectory(project)
        try done("baseline", sandbox, in: project)
        #expect(try await sandbox.git("ls-tree", "-r", "--name-only", "HEAD") == "projects/census/\(path)\n")
        try await sandbox.git("checkout", "--quiet", "--detach")
        try done("split", sandbox, in: project)
        #expect(try await sandbox.git("rev-list", "--count", "HEAD") == "2\n")
        #expect(try await sandbox.git("rev-list", "--count", "main") == "1\n")
        let linked = sandbox.scratch.path.appending("linked")
        try await sandbox.git("worktree", "add", "--quiet", "-b", "side", linked.string)
        try done("budget", sandbox, in: linked.pushing("projects/census"))
        #expect(try await sandbox.git("show", "--format=", "--name-only", "side").contains("scoping/budget.md"))
        #expect(try await sandbox.git("status", "--porcelain", "--untracked-files=no", in: linked).isEmpty)
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    @Test func outsideGitItIsWrittenAllTheSame() async throws {
        let sandbox = try await GitSandbox()
        let project = sandbox.scratch.path.appending("plain")
        try LocalFileSystem().makeDirectory(project)
        let change = try done("baseline", sandbox, in: project)
        #expect(change.history == .noRepository)
        #expect(try load(project).find("baseline").state == .done)
    }

    @Test func anIgnoredFolderIsNotCommitted() async throws {
        let sandbox = try await GitSandbox()
        let tracked = "---\nitem: data.split\nstatus: open\n---\n"
        try await sandbox.commit([".gitignore": "/checklist/\n", "checklist/data/split.md": tracked])
        #expect(try done("baseline", sandbox).history == .ignored)
        #expect(try load(sandbox.path).find("baseline").state == .done)
        #expect(try await sandbox.git("rev-list", "--count", "HEAD") == "1\n")
        // A tracked record stays tracked, whatever the rules say.
        #expect(try done("split", sandbox).history != .ignored)
        #expect(try await sandbox.git("rev-list", "--count", "HEAD") == "2\n")
    }

    @Test func withoutCommit() async throws {
        let sandbox = try await GitSandbox()
        var answering = answering(sandbox)
        answering.git = nil
        let checklist = try load(sandbox.path)
        let change = try checklist.markDone(checklist.find("baseline").item, answering)
        #expect(change.history == .notWanted)
        #expect(try await sandbox.git("status", "--porcelain", "--", "checklist") == "?? checklist/\n")
    }

    @Test func aFailedCommitLeavesNothing() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try sandbox.scratch.write("", to: "gitconfig")
        let failure = #expect(throws: Failure.self) { try done("baseline", sandbox) }
        #expect(failure?.description.contains("git config --global user.name") == true)
        #expect(try !sandbox.exists("checklist"))
        #expect(try await sandbox.git("rev-list", "--count", "HEAD") == "1\n")
    }

    @Test func aFailedCommitRestoresTheEarlierRecord() async throws {
        let sandbox = try await GitSandbox()
        try done("baseline", sandbox, message: "first")
        try sandbox.write(sandbox.read(path) + "\nA note.\n", to: path)
        let before = try sandbox.read(path)
        let status = try await sandbox.changes()
        try sandbox.write("", to: ".git/index.lock")
        let failure = #expect(throws: Failure.self) { try done("baseline", sandbox, message: "second") }
        #expect(failure?.description.contains("git's index is locked") == true)
        try LocalFileSystem().remove(sandbox.path.pushing(".git/index.lock"))
        #expect(try sandbox.read(path) == before)
        #expect(try await sandbox.changes() == status)
    }

    @Test func answeringAgainIsASecondCommit() async throws {
        let sandbox = try await GitSandbox()
        try done("baseline", sandbox, message: "first")
        try sandbox.write(sandbox.read(path) + "\nA note.\n", to: path)
        try done("baseline", sandbox, message: "second")
        #expect(try await sandbox.git("rev-list", "--count", "HEAD") == "2\n")
        #expect(try await sandbox.git("show", "HEAD:\(path)").contains("message: second"))
        #expect(try await sandbox.git("show", "HEAD:\(path)").hasSuffix("\nA note.\n"))
        #expect(try await sandbox.git("status", "--porcelain", "--", "checklist").isEmpty)
        #expect(try done("baseline", sandbox, message: "second").history == .unchanged)
    }

    @Test func branchesThatAnswerDifferentItemsMergeClean() async throws {
        let sandbox = try await GitSandbox()
        try done("baseline", sandbox)
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try done("budget", sandbox)
        try done("split", sandbox)
        try await sandbox.git("checkout", "--quiet", "main")
        try done("inference", sandbox, answer: "batch")
        try done("baseline", sandbox, message: "again")
        try await sandbox.git("merge", "--quiet", "--no-edit", "side")
        let progress = try load(sandbox.path).progress(towards: .poc)
        #expect(progress.total == Tally(done: 4, open: 1))
        #expect(try load(sandbox.path).diagnostics.isEmpty)
    }

    @Test func theSameItemOnTwoBranchesIsAReadableConflict() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try done("baseline", sandbox, message: "theirs")
        try await sandbox.git("checkout", "--quiet", "main")
        try done("baseline", sandbox, message: "ours")
        await #expect(throws: Failure.self) { try await sandbox.git("merge", "--no-edit", "side") }
        let checklist = try load(sandbox.path)
        #expect(Failure(checklist.diagnostics).description.contains("unresolved merge conflict"))
        #expect(throws: Failure.self) { try done("baseline", sandbox, message: "third") }
        // A commit would become a part of the merge.
        #expect(throws: Failure.self) { try done("split", sandbox) }
        try sandbox.write("---\nitem: scoping.baseline\nstatus: done\n---\n", to: path)
        let failure = #expect(throws: Failure.self) { try done("baseline", sandbox, message: "third") }
        #expect(failure?.description.contains("git is in the middle of a merge") == true)
        try await sandbox.git("add", path)
        try await sandbox.git("commit", "--quiet", "--no-edit")
        try done("baseline", sandbox, message: "third")
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }
}
