import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// One commit that changes one file and nothing else, compared through the `git` program.
@Suite struct CommittingTests {
    let record = Committing.record

    @Test func otherChangesStayAsTheyAre() async throws {
        let sandbox = try await Committing.busySandbox()
        let before = try await sandbox.changes(except: record)
        let id = try #require(try Committing.commit("answer\n", to: sandbox))
        #expect(try await sandbox.changes(except: record) == before)
        #expect(try await sandbox.git("status", "--porcelain", "--", record).isEmpty)
        #expect(try await sandbox.git("show", "--name-status", "--format=", "HEAD") == "A\t\(record)\n")
        #expect(try await sandbox.git("rev-parse", "HEAD") == id.hex + "\n")
        #expect(try await sandbox.git("show", "HEAD:\(record)") == "answer\n")
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    @Test func theNextCommitOfTheUserKeepsIt() async throws {
        let sandbox = try await Committing.busySandbox()
        _ = try Committing.commit("answer\n", to: sandbox)
        try await sandbox.git("commit", "--quiet", "--message", "The user's own")
        #expect(try await sandbox.git("show", "HEAD:\(record)") == "answer\n")
        #expect(try await sandbox.git("show", "HEAD:a.txt") == "staged\n")
    }

    @Test func aYoungChangeIsStillNoticed() async throws {
        // The same size within the same second: only the index's rule for young entries can tell.
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1\n"])
        try sandbox.write("2\n", to: "a.txt")
        try await sandbox.git("add", "a.txt")
        try sandbox.write("3\n", to: "a.txt")
        _ = try Committing.commit("answer\n", to: sandbox)
        #expect(try await sandbox.git("status", "--porcelain") == "MM a.txt\n")
    }

    @Test func theCommitSaysWhoAndWhen() async throws {
        let sandbox = try await GitSandbox()
        _ = try Committing.commit("answer\n", to: sandbox)
        let format = "--format=%an <%ae> %ad|%cn <%ce> %cd|%B|"
        let text = try await sandbox.git("log", "-1", "--date=iso-strict", format)
        let who = "Ada Example <ada@example.com> 2026-01-01T01:00:00+01:00"
        #expect(text == "\(who)|\(who)|Done\n\nA body.\n|\n")
    }

    @Test func variablesOverrideTheConfiguration() async throws {
        let sandbox = try await GitSandbox()
        let repository = try sandbox.repository([
            "GIT_AUTHOR_NAME": "Bob", "GIT_AUTHOR_EMAIL": "bob@example.com", "GIT_AUTHOR_DATE": "1700000000 +0000",
            "GIT_COMMITTER_NAME": "Eve",
        ])
        try repository.commit(file: "a", content: .bytes([65]), message: "m")
        let text = try await sandbox.git("log", "-1", "--format=%an %ae %at %cn %ce")
        #expect(text == "Bob bob@example.com 1700000000 Eve ada@example.com\n")
    }

    @Test func theRepositoryOverridesTheUser() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "user.name", "Local Name")
        _ = try Committing.commit("answer\n", to: sandbox)
        #expect(try await sandbox.git("log", "-1", "--format=%an") == "Local Name\n")
    }

    @Test func theFirstCommitOfABranch() async throws {
        let sandbox = try await GitSandbox()
        try sandbox.write("x", to: "other.txt")
        try await sandbox.git("add", "other.txt")
        let id = try #require(try Committing.commit("answer\n", to: sandbox))
        #expect(try await sandbox.git("rev-list", "main") == id.hex + "\n")
        #expect(try await sandbox.git("ls-tree", "-r", "--name-only", "HEAD") == record + "\n")
        #expect(try await sandbox.git("status", "--porcelain") == "A  other.txt\n")
        #expect(try await sandbox.git("reflog", "--format=%gs") == "commit (initial): Done\n")
    }

    @Test func aDetachedHeadMovesAlone() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try await sandbox.git("checkout", "--quiet", "--detach")
        let id = try #require(try Committing.commit("answer\n", to: sandbox))
        #expect(try await sandbox.git("rev-parse", "HEAD") == id.hex + "\n")
        #expect(try await sandbox.git("rev-list", "--count", "main") == "1\n")
        #expect(try await sandbox.git("status", "--porcelain").isEmpty)
        #expect(try await sandbox.git("reflog", "-1", "--format=%gs") == "commit: Done\n")
    }

    @Test func theReflogOfBranchAndHeadTell() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        _ = try Committing.commit("answer\n", to: sandbox)
        #expect(try await sandbox.git("reflog", "-1", "--format=%gs %gn", "main") == "commit: Done Ada Example\n")
        #expect(try await sandbox.git("reflog", "-1", "--format=%gs", "HEAD") == "commit: Done\n")
    }

    @Test func aLinkedWorktreeHasItsOwnIndex() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1"])
        let linked = sandbox.scratch.path.appending("linked")
        try await sandbox.git("worktree", "add", "--quiet", "-b", "side", linked.string)
        try LocalFileSystem().write("2", to: linked.appending("a.txt"))
        try await sandbox.git("add", "a.txt", in: linked)
        _ = try Committing.commit("answer\n", to: sandbox, in: linked)
        #expect(try await sandbox.git("status", "--porcelain", in: linked) == "M  a.txt\n")
        #expect(try await sandbox.git("show", "side:\(record)") == "answer\n")
        #expect(try await sandbox.git("status", "--porcelain").isEmpty)
        #expect(try await sandbox.git("rev-list", "--count", "main") == "1\n")
        #expect(try await sandbox.git("reflog", "-1", "--format=%gs", in: linked) == "commit: Done\n")
    }

    @Test func aFileIsChangedAndDeleted() async throws {
        let sandbox = try await Committing.busySandbox()
        try await sandbox.git("commit", "--quiet", "--message", "Clear the stage")
        _ = try Committing.commit("one\n", to: sandbox)
        _ = try Committing.commit("two\n", to: sandbox)
        #expect(try await sandbox.git("show", "--name-status", "--format=", "HEAD") == "M\t\(record)\n")
        try LocalFileSystem().remove(sandbox.path.pushing(FilePath(record)))
        try sandbox.repository().commit(file: record, content: .deleted, message: "Gone")
        #expect(try await sandbox.git("show", "--name-status", "--format=", "HEAD") == "D\t\(record)\n")
        #expect(try await sandbox.git("ls-tree", "HEAD", "checklist").isEmpty)
        #expect(try await sandbox.git("status", "--porcelain", "--", record).isEmpty)
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    @Test func aModeIsKept() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["run.sh": "1"])
        try await sandbox.git("update-index", "--chmod=+x", "run.sh")
        try await sandbox.git("commit", "--quiet", "--message", "x")
        try sandbox.repository().commit(file: "run.sh", content: .bytes([50]), message: "m")
        #expect(try await sandbox.git("ls-tree", "HEAD").hasPrefix("100755 blob"))
        #expect(try await sandbox.git("ls-files", "--stage").hasPrefix("100755"))
    }

    @Test func whatIsThereAlreadyIsNoCommit() async throws {
        let sandbox = try await Committing.busySandbox()
        let head = try #require(try Committing.commit("answer\n", to: sandbox))
        #expect(try Committing.commit("answer\n", to: sandbox) == nil)
        #expect(try sandbox.repository().headCommit == head)
        #expect(try !sandbox.exists(".git/index.lock"))
    }

    @Test func anIndexWithExtensionsIsUnderstood() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "core.untrackedCache", "true")
        try await sandbox.commit(["a.txt": "1\n", "folder/b.txt": "1\n"])
        try await sandbox.git("update-index", "--index-version=4", "--untracked-cache")
        try sandbox.write("2\n", to: "a.txt")
        try await sandbox.git("add", "a.txt")
        try sandbox.write("x\n", to: "untracked.txt")
        let before = try await sandbox.changes(except: record)
        #expect(try Committing.commit("answer\n", to: sandbox) != nil)
        #expect(try await sandbox.changes(except: record) == before)
    }

    @Test func pathsMayHoldAnything() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["*.txt": "1\n"])
        for path in ["données/überprüft 世界.md", "a b/[c]*?.md", "-x", "back\\slash", "e\u{301}/é"] {
            try sandbox.write("answer\n", to: path)
            try sandbox.repository().commit(file: path, content: .bytes(Array("answer\n".utf8)), message: "m")
            #expect(try await sandbox.git("show", "HEAD:\(path)") == "answer\n")
        }
        #expect(try await sandbox.git("status", "--porcelain").isEmpty)
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    @Test func manyFilesAtOnce() async throws {
        let sandbox = try await GitSandbox()
        try sandbox.write("#!/bin/sh\n", to: "bin/run")
        _ = try await Command("chmod", ["+x", sandbox.path.pushing("bin/run").string]).run()
        _ = try await Command("ln", ["-s", "bin/run", sandbox.path.appending("link").string]).run()
        try sandbox.write("a", to: "a.txt")
        try sandbox.write("b", to: "left-out.txt")
        try sandbox.repository().commit(files: ["a.txt", "bin/run", "link"], message: "First")
        let tree = try await sandbox.git("ls-tree", "-r", "--format=%(objectmode) %(path)", "HEAD")
        #expect(tree == "100644 a.txt\n100755 bin/run\n120000 link\n")
        #expect(try await sandbox.git("status", "--porcelain") == "?? left-out.txt\n")
        #expect(try await sandbox.git("fsck", "--strict").isEmpty)
    }

    @Test func commitsThatRunTogetherAllArrive() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<2 {
                group.addTask {
                    let repository = try sandbox.repository()
                    for turn in 0..<10 {
                        let path = "checklist/\(worker)/\(turn).md"
                        try repository.commit(file: path, content: .bytes([65]), message: path)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await sandbox.git("rev-list", "--count", "HEAD") == "21\n")
        #expect(try await sandbox.git("ls-tree", "-r", "--name-only", "HEAD").split(separator: "\n").count == 21)
        #expect(try await sandbox.git("diff", "--cached", "--name-only").isEmpty)
    }

    @Test func aBranchMovedByOthersIsFollowed() async throws {
        // `git commit-tree` and `update-ref` take no lock of the index, so they do come in between.
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        async let theirs: Void = {
            for turn in 0..<15 {
                let head = try await sandbox.git("rev-parse", "HEAD").dropLast()
                let commit = try await sandbox.git("commit-tree", "-p", String(head), "-m", "\(turn)", "\(head)^{tree}")
                _ = try? await sandbox.git("update-ref", "refs/heads/main", String(commit.dropLast()), String(head))
            }
        }()
        let repository = try sandbox.repository()
        for turn in 0..<40 {
            try repository.commit(file: "\(turn).md", content: .bytes([65]), message: "ours")
            await Task.yield()
        }
        try await theirs
        #expect(try await sandbox.git("log", "--format=%s", "--grep=ours").split(separator: "\n").count == 40)
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    /// git-replace(1): the files of the commit are those of the one that stands in for it.
    @Test func aReplacedCommitIsBuiltOn() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1\n"])
        let head = try await sandbox.git("rev-parse", "HEAD").trimmed
        try await sandbox.commit(["a.txt": "2\n"])
        let other = try await sandbox.git("rev-parse", "HEAD").trimmed
        try await sandbox.git("reset", "--quiet", "--hard", head)
        try await sandbox.git("replace", head, other)
        try await sandbox.git("reset", "--quiet", "--hard")
        try Committing.commit("1\n", to: sandbox)
        #expect(try await sandbox.git("diff", "--name-only", "HEAD~1", "HEAD") == "\(Committing.record)\n")
        #expect(try await sandbox.git("status", "--porcelain") == "")
    }
}
