import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Looking for unmerged files in git's own index files.
@Suite struct IndexScanTests {
    private func scan(_ sandbox: GitSandbox) throws -> Bool? {
        IndexScan.hasConflicts(try LocalFileSystem().read(sandbox.path.pushing(".git/index")))
    }

    @Test func conflictsAreSeenAmongMany() async throws {
        let sandbox = try await GitSandbox()
        // A name longer than an entry can say stands before the file that will be unmerged.
        let long = (0..<90).map { "a folder with the number \($0) in it, and more words" }.joined(separator: "/")
        var files = Dictionary((0..<60).map { ("f" + String(repeating: "x", count: $0), "1\n") }) { $1 }
        files["z"] = "first\n"
        try await sandbox.commit(files)
        try await sandbox.git("update-index", "--skip-worktree", "fxx")
        #expect(try scan(sandbox) == false)
        try await sandbox.git("checkout", "--quiet", "-b", "side")
        try await sandbox.commit(["z": "one\n"])
        try await sandbox.git("checkout", "--quiet", "main")
        try await sandbox.commit(["z": "other\n"])
        await #expect(throws: Failure.self) { try await sandbox.git("merge", "side") }
        #expect(try scan(sandbox) == true)
        let blob = try await sandbox.git("rev-parse", "HEAD:z").trimmed
        try await sandbox.git("update-index", "--add", "--cacheinfo", "100644,\(blob),\(long)")
        #expect(long.utf8.count > 4095)
        #expect(try scan(sandbox) == true)
        try await sandbox.git("add", "z")
        #expect(try scan(sandbox) == false)
        try await sandbox.git("update-index", "--index-version", "4")
        #expect(try scan(sandbox) == nil)
    }

    /// A file that one side alone has is unmerged too: deleted by both, by us, or added by us.
    @Test(arguments: [1, 2, 3]) func oneStageIsEnough(stage: Int) async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1", "z": "2"])
        let blob = try await sandbox.git("rev-parse", "HEAD:a").trimmed
        try sandbox.write("100644 \(blob) \(stage)\tb\n", to: "entries")
        let script = "git update-index --index-info < entries"
        #expect(try await BuiltTool.run("sh", ["-c", script], in: sandbox.path).status == 0)
        #expect(try scan(sandbox) == true)
        try await sandbox.git("rm", "--quiet", "--cached", "b")
        #expect(try scan(sandbox) == false)
    }

    @Test func whatIsNoIndexCannotBeTold() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a": "1", "b/c": "2"])
        let bytes = try LocalFileSystem().read(sandbox.path.pushing(".git/index"))
        #expect(IndexScan.hasConflicts(bytes) == false)
        for length in [0, 3, 11, 12, 40, 80] { #expect(IndexScan.hasConflicts(Array(bytes.prefix(length))) == nil) }
        #expect(IndexScan.hasConflicts(Array("DIRC".utf8) + [0, 0, 0, 2, 255, 255, 255, 255]) == nil)
    }
}
