import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// What keeps a file from being committed, which leaves everything as it is; and what only looks like it.
@Suite struct CommittingRefusedTests {
    let record = Committing.record

    @Test func anUnknownCommitterIsRefused() async throws {
        let sandbox = try await GitSandbox()
        try sandbox.scratch.write("", to: "gitconfig")
        let failure = #expect(throws: Failure.self) { try Committing.commit("answer\n", to: sandbox) }
        #expect(
            failure?.description == """
                error: git does not know who you are: `user.name` and `user.email` are not set

                hint: run `git config --global user.name "Your Name"` and `git config --global user.email \
                "you@example.com"`

                """)
        #expect(try sandbox.repository().headCommit == nil)
    }

    @Test func aBadDateIsRefused() async throws {
        let sandbox = try await GitSandbox()
        let failure = #expect(throws: Failure.self) {
            try sandbox.repository(["GIT_AUTHOR_DATE": "soon"]).commit(file: "a", content: .bytes([]), message: "m")
        }
        #expect(failure?.description.contains("`soon` in GIT_AUTHOR_DATE is no date") == true)
    }

    @Test func aLockedIndexIsRefused() async throws {
        let sandbox = try await Committing.busySandbox()
        let head = try sandbox.repository().headCommit
        try sandbox.write("", to: ".git/index.lock")
        let failure = #expect(throws: Failure.self) { try Committing.commit("answer\n", to: sandbox) }
        let text = try #require(failure?.description)
        #expect(text.contains("git's index is locked: another git process is at work in this repository"))
        #expect(text.contains("remove `\(sandbox.path)/.git/index.lock`"))
        #expect(try sandbox.repository().headCommit == head)
        #expect(try sandbox.exists(".git/index.lock"))
        #expect(try !sandbox.exists(".git/index.mlkit"))
    }

    @Test func leftoversOfAKilledProcessDoNotHinder() async throws {
        let sandbox = try await Committing.busySandbox()
        try sandbox.write("half", to: ".git/index.mlkit")
        try sandbox.write("", to: ".git/index.mlkit.lock")
        #expect(try Committing.commit("answer\n", to: sandbox) != nil)
        #expect(try !sandbox.exists(".git/index.mlkit"))
    }

    @Test func anUnmergedFileIsRefusedAndOthersAreNot() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "base\n"])
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try await sandbox.commit(["a.txt": "theirs\n"])
        try await sandbox.git("checkout", "--quiet", "main")
        try await sandbox.commit(["a.txt": "ours\n"])
        _ = try? await sandbox.git("merge", "side")
        let before = try await sandbox.changes(except: record)
        let failure = #expect(throws: Failure.self) {
            try sandbox.repository().commit(file: "a.txt", content: .bytes([]), message: "m")
        }
        #expect(failure?.description.contains("`a.txt` has a merge conflict") == true)
        _ = try Committing.commit("answer\n", to: sandbox)
        #expect(try await sandbox.changes(except: record) == before)
        try sandbox.write("both\n", to: "a.txt")
        try await sandbox.git("add", "a.txt")
        try await sandbox.git("commit", "--quiet", "--no-edit")
        #expect(try await sandbox.git("log", "-1", "--format=%P").split(separator: " ").count == 2)
        #expect(try await sandbox.git("show", "HEAD:\(record)") == "answer\n")
    }

    @Test func filesInTheWayAreRefused() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["checklist": "a file\n", "folder/a.txt": "1"])
        let before = try await sandbox.changes()
        for (path, words) in [
            (record, "`checklist`, on the way to `\(record)`, is a file in git's index"),
            ("folder", "`folder` is a folder in git's index"), ("../a", "is no path that git can hold"),
            (".git/config", "is no path that git can hold"), ("a//b", "is no path that git can hold"),
        ] {
            let failure = #expect(throws: Failure.self) {
                try sandbox.repository().commit(file: path, content: .bytes([]), message: "m")
            }
            #expect(failure?.description.contains(words) == true, "\(path): \(String(describing: failure))")
        }
        #expect(try await sandbox.changes() == before)
    }

    @Test func aFileInTheWayInTheLastCommitIsRefused() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["checklist": "a file\n"])
        try await sandbox.git("rm", "--quiet", "checklist")
        let failure = #expect(throws: Failure.self) { try Committing.commit("answer\n", to: sandbox) }
        #expect(failure?.description.contains("is a file in the last commit") == true)
        #expect(try await sandbox.git("status", "--porcelain").hasPrefix("D  checklist\n"))
    }

    @Test func anIndexThatIsNotUnderstoodIsLeftAlone() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1\n"])
        let index = sandbox.path.pushing(".git/index")
        let broken = Array("no index at all".utf8)
        try LocalFileSystem().write(broken, to: index)
        let failure = #expect(throws: Failure.self) { try Committing.commit("answer\n", to: sandbox) }
        #expect(failure?.diagnostics.first?.message.hasPrefix("git's index `") == true)
        #expect(
            failure?.diagnostics.first?.hint
                == "`rm \(index)` and `git reset` make it anew of the last commit: no file changes, and nothing is staged any more")
        #expect(try await sandbox.git("rev-list", "--count", "HEAD") == "1\n")
        #expect(try LocalFileSystem().read(index) == broken)
    }

    /// Git refuses them too: on some disks they are the repository's own.
    @Test(arguments: [".git/x", ".GIT/x", "a/.Git/b", "../x", "a/./b", "a//b", "", "a/"])
    func aPathThatGitCannotHoldIsRefused(path: String) async throws {
        let sandbox = try await GitSandbox()
        let failure = #expect(throws: Failure.self) {
            try sandbox.repository().commit(file: path, content: .bytes([]), message: "m")
        }
        #expect(failure?.diagnostics.first?.message == "`\(path)` is no path that git can hold")
    }

    @Test func aFileInASubmoduleIsRefused() async throws {
        let sandbox = try await GitSandbox()
        let inner = try await GitSandbox()
        try await inner.commit(["a.txt": "1\n"])
        try await sandbox.git(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path.string, "checklist")
        try await sandbox.git("commit", "--quiet", "--message", "Add the submodule")
        let failure = #expect(throws: Failure.self) {
            try sandbox.repository().commit(file: record, content: .bytes([]), message: "m")
        }
        #expect(failure?.description.contains("on the way to `\(record)`") == true)
        #expect(try await sandbox.git("status", "--porcelain").isEmpty)
    }

    /// To libgit2 all is new in a repository whose last commit is not there.
    @Test func aCommitThatIsMissingIsSaid() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1"])
        let head = try await sandbox.git("rev-parse", "HEAD").trimmed
        try LocalFileSystem().remove(sandbox.path.pushing(FilePath(".git/objects/\(head.prefix(2))")))
        let failure = #expect(throws: Failure.self) { try sandbox.repository().status() }
        #expect(failure?.description.contains("names the commit \(head.prefix(7)), which is not there") == true)
    }

    /// What a killed process leaves, git's own too.
    @Test func aLockOfTheBranchIsNamed() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1"])
        try sandbox.write("", to: ".git/refs/heads/main.lock")
        let failure = #expect(throws: Failure.self) {
            try sandbox.repository().commit(file: "b.txt", content: .bytes([1], isExecutable: false), message: "b")
        }
        #expect(failure?.description.contains("git's `refs/heads/main` is locked") == true, "\(failure?.description ?? "")")
        #expect(failure?.description.contains("refs/heads/main.lock` is there") == true)
        try sandbox.write("1", to: "a.txt")
        #expect(try await sandbox.git("status", "--porcelain").isEmpty)
    }
}
