import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitGit

/// A sparse checkout, seen whole.
@Suite struct WholeTreeTests {
    private func tree() async throws -> (GitSandbox, any FileSystem) {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "filter.rot.smudge", "tr a-z n-za-m")
        try await sandbox.commit([
            "in/a.txt": "a\n", "out/b.txt": "b\n", "out/deep/c.rot": "abc\n", "out/.gitattributes": "*.rot filter=rot\n",
        ])
        try await sandbox.git("sparse-checkout", "set", "in")
        let tree = try WholeTree.over(LocalFileSystem(), project: sandbox.path, environment: sandbox.environment())
        return (sandbox, tree)
    }

    @Test func whatIsLeftOutIsReadFromTheIndex() async throws {
        let (sandbox, tree) = try await tree()
        let folder = sandbox.path.appending("out")
        #expect(try tree.list(sandbox.path) == [".git", "in", "out"])
        #expect(try tree.list(folder) == [".gitattributes", "b.txt", "deep"])
        #expect(try tree.information(at: folder)?.kind == .directory)
        #expect(try tree.information(at: folder.appending("b.txt"))?.size == 2)
        #expect(try tree.readText(folder.appending("b.txt")) == "b\n")
        #expect(try tree.readText(folder.pushing("deep/c.rot")) == "nop\n")
        #expect(try tree.hash(folder.appending("b.txt")) == ContentHash(of: Array("b\n".utf8)))
        #expect(try tree.information(at: folder.appending("none")) == nil)
        #expect(try !tree.bare.exists(folder))
    }

    @Test func theDiskComesFirst() async throws {
        let (sandbox, tree) = try await tree()
        let file = sandbox.path.pushing("out/b.txt")
        try tree.write("mine\n", to: file)
        #expect(try LocalFileSystem().readText(file) == "mine\n" && tree.readText(file) == "mine\n")
        #expect(try tree.list(file.removingLastComponent()) == [".gitattributes", "b.txt", "deep"])
    }

    @Test func aWholeCheckoutIsTheDiskItself() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "a\n"])
        let tree = try WholeTree.over(LocalFileSystem(), project: sandbox.path, environment: sandbox.environment())
        #expect(tree is LocalFileSystem)
    }

    @Test func aLinkedWorktreeMayBeSparseByItself() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["in/a.txt": "a\n", "out/b.txt": "b\n"])
        let other = sandbox.scratch.path.appending("other")
        try await sandbox.git("worktree", "add", "--quiet", other.string)
        try await sandbox.git("sparse-checkout", "set", "in", in: other)
        let tree = try WholeTree.over(LocalFileSystem(), project: other, environment: sandbox.environment())
        #expect(try tree.readText(other.pushing("out/b.txt")) == "b\n")
    }
}
