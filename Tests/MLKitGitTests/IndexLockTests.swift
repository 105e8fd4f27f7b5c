import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Locks on git's index that were left behind.
@Suite struct IndexLockTests {
    @Test func aLockOfOursWhoseProcessIsGoneIsTakenAway() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "a\n"])
        let lock = try sandbox.write("mlkit\n", to: ".git/index.lock")
        let repository = try sandbox.repository()
        try repository.commit(file: "b.txt", content: .bytes(Array("b\n".utf8)), message: "b")
        #expect(try !LocalFileSystem().exists(lock))
        try sandbox.write("mlkit\n", to: ".git/index.lock")
        repository.indexFile.removeStaleLock()
        #expect(try !LocalFileSystem().exists(lock))
    }

    /// A process that is killed between making a lock and taking it leaves the draft of it.
    @Test func draftsOfLocksWhoseProcessesAreGoneAreTakenAway() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "a\n"])
        let names = ["index.mlkit.99999999.7", "index.mlkit.1.7", "index.mlkit.99999999.x", "index.mlkit.99999999"]
        for name in names { try sandbox.write("mlkit\n", to: ".git/\(name)") }
        func left() throws -> [String] {
            try names.filter { try LocalFileSystem().exists(sandbox.path.pushing(FilePath(".git/\($0)"))) }
        }
        let repository = try sandbox.repository()
        try repository.commit(file: "b.txt", content: .bytes(Array("b\n".utf8)), message: "b")
        #expect(try left() == Array(names.dropFirst()))
        try sandbox.write("mlkit\n", to: ".git/\(names[0])")
        repository.indexFile.removeStaleLock()
        #expect(try left() == Array(names.dropFirst()))
    }

    @Test func aLockThatIsHeldStays() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "a\n"])
        let repository = try sandbox.repository()
        let prepared = try repository.prepareIndex([.remove(path: "a.txt")])
        repository.indexFile.removeStaleLock()
        #expect(try LocalFileSystem().exists(prepared.lock))
        await #expect(throws: Failure.self) { try await sandbox.git("rm", "--cached", "a.txt") }
        try prepared.publish()
        #expect(try !LocalFileSystem().exists(prepared.lock))
        #expect(try await sandbox.git("ls-files") == "")
    }

    @Test func alienLocksStay() async throws {
        let sandbox = try await GitSandbox()
        let lock = try sandbox.write("", to: ".git/index.lock")
        try sandbox.repository().indexFile.removeStaleLock()
        #expect(try LocalFileSystem().exists(lock))
    }

    @Test func anIndexIsPutBackWhole() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "a\n"])
        let file = try sandbox.repository().indexFile
        let old = try file.read()
        let before = try IndexSnapshot(at: file.path)
        try sandbox.write("b\n", to: "b.txt")
        try await sandbox.git("add", "b.txt")
        #expect(try IndexSnapshot(at: file.path) != before)
        let hash = try file.read().map { ContentHash(of: $0) }
        #expect(throws: Failure.self) { try file.replace(expecting: nil, with: old) }
        try file.replace(expecting: hash, with: old)
        #expect(try file.read() == old)
        #expect(try IndexSnapshot(at: file.path) == before)
        try file.replace(expecting: old.map { ContentHash(of: $0) }, with: nil)
        #expect(try file.read() == nil)
    }
}
