import MLKitCore
import MLKitGit
import MLKitTestSupport
import Testing

/// The commits that somebody may come back to.
@Suite struct TipsTests {
    @Test func areThoseOfBranchesTagsStashesAndWorktrees() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1"])
        try await sandbox.git("branch", "side")
        try await sandbox.commit(["a": "2"])
        try await sandbox.git("tag", "-a", "-m", "x", "v1")
        try await sandbox.commit(["a": "3"])
        try await sandbox.git("worktree", "add", "--quiet", "--detach", "../other", "HEAD")
        try await sandbox.commit(["a": "4"])
        for text in ["5", "6"] {
            try sandbox.write(text, to: "a")
            try await sandbox.git("stash", "push", "--quiet")
        }
        try await sandbox.commit(["a": "7"])
        let repository = try sandbox.repository()
        let contents = try repository.tips().map { commit in
            try #require(repository.blob(at: "a", in: commit).map { String(decoding: $0, as: UTF8.self) })
        }
        #expect(contents.sorted() == ["1", "2", "3", "5", "6", "7"])
    }

    @Test func aRepositoryWithoutCommitsHasNone() async throws {
        let sandbox = try await GitSandbox()
        #expect(try sandbox.repository().tips().isEmpty)
    }

    @Test func filesOfAFolderAreThoseDirectlyInIt() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["p/lock/a.json": "1", "p/lock/deep/b.json": "2", "top": "3"])
        let repository = try sandbox.repository()
        let commit = try #require(try repository.headCommit)
        #expect(try repository.files(in: "p/lock", of: commit).keys.sorted() == ["a.json"])
        #expect(try repository.files(in: "", of: commit).keys.sorted() == ["top"])
        #expect(try repository.files(in: "p/none", of: commit).isEmpty)
    }
}
