import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitGit

/// Commits of many files, whose objects become one pack.
@Suite struct PackFileTests {
    private func changes(_ count: Int) -> [FileChange] {
        // Sizes around the steps of a pack's size field, and the empty file.
        (0..<count).map { index in
            let size = [0, 1, 15, 16, 2047, 2048, 300_000][index % 7] + index / 7
            return FileChange("folder\(index % 3)/file\(index)", .bytes((0..<size).map { UInt8(truncatingIfNeeded: $0 * 7) }))
        }
    }

    private func packs(_ sandbox: GitSandbox) throws -> [String] {
        try LocalFileSystem().list(sandbox.path.pushing(".git/objects/pack"))
    }

    @Test func gitFindsAPackSound() async throws {
        let sandbox = try await GitSandbox()
        let changes = changes(60)
        try sandbox.repository().commit(changes, message: "many")
        let names = try packs(sandbox)
        #expect(names.count == 2 && names[0].hasSuffix(".idx") && names[1].hasSuffix(".pack"))
        try await sandbox.git("fsck", "--full", "--strict")
        try await sandbox.git("verify-pack", ".git/objects/pack/\(names[0])")
        #expect(try await sandbox.git("ls-files").split(separator: "\n").count == 60)
        #expect(try await sandbox.git("cat-file", "-s", "HEAD:folder0/file6") == "300000\n")
    }

    @Test func aCommitOnTopFindsWhatIsOnDisk() async throws {
        let sandbox = try await GitSandbox()
        let repository = try sandbox.repository()
        try repository.commit(changes(60), message: "many")
        let more = (0..<20).map { FileChange("folder0/file\($0)", .bytes(Array("new \($0)".utf8))) }
        #expect(try repository.commit(more, message: "more") != nil)
        #expect(try packs(sandbox).count == 4)
        try await sandbox.git("fsck", "--full", "--strict")
        #expect(try await sandbox.git("show", "HEAD:folder0/file3") == "new 3")
        try await sandbox.git("show", "HEAD:folder1/file22")
        // The same once more is no commit, and leaves no pack.
        #expect(try repository.commit(more, message: "again") == nil)
        #expect(try packs(sandbox).count == 4)
    }

    @Test func aBatchOfFewFilesIsNoPack() async throws {
        let sandbox = try await GitSandbox()
        try sandbox.repository().commit(changes(3), message: "few")
        #expect(try packs(sandbox).isEmpty)
    }
}
