import MLKitCore
import Synchronization
import SystemPackage

/// A disk in memory on which the n-th change fails: the bytes of a copy are half there then, as when a disk is full.
final class FaultyFileSystem: FileSystem {
    let disk: InMemoryFileSystem
    private let remaining: Mutex<Int>

    /// - Parameter count: how many changes succeed.
    init(_ disk: InMemoryFileSystem, failingAfter count: Int) {
        self.disk = disk
        remaining = Mutex(count)
    }

    private func change() throws {
        let left = remaining.withLock { count in
            count -= 1
            return count
        }
        if left < 0 { throw Failure("no space left on device") }
    }

    func information(at path: FilePath) throws -> FileInformation? { try disk.information(at: path) }
    func read(_ path: FilePath) throws -> [UInt8] { try disk.read(path) }
    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    func remove(_ path: FilePath) throws { try disk.remove(path) }
    func makeDirectory(_ path: FilePath) throws { try disk.makeDirectory(path) }

    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try change()
        try disk.write(bytes, to: path, executable: executable)
    }

    func rename(_ source: FilePath, to destination: FilePath) throws {
        try change()
        try disk.rename(source, to: destination)
    }

    func protect(_ path: FilePath) throws { try change() }

    func copy(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> ContentHash {
        let bytes = try disk.read(source)
        do {
            try change()
        } catch {
            try disk.write(Array(bytes.prefix(bytes.count / 2)), to: destination, executable: executable)
            throw error
        }
        try disk.write(bytes, to: destination, executable: executable)
        return ContentHash(of: bytes)
    }
}
