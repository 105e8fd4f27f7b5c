import MLKitCore
import Synchronization
import SystemPackage

/// The machine's disk, on which a process dies before its n-th change: from there on nothing changes any more.
final class CrashingFileSystem: FileSystem {
    private let disk = LocalFileSystem(.whole)
    private let remaining: Mutex<Int>

    /// - Parameter count: how many changes are made.
    init(after count: Int) {
        remaining = Mutex(count)
    }

    private func change() throws {
        let lives = remaining.withLock { count in
            count -= 1
            return count >= 0
        }
        if !lives { throw Failure("dead") }
    }

    func information(at path: FilePath) throws -> FileInformation? { try disk.information(at: path) }
    func isLink(_ path: FilePath) throws -> Bool { try disk.isLink(path) }
    func read(_ path: FilePath) throws -> [UInt8] { try disk.read(path) }
    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }

    func remove(_ path: FilePath) throws {
        guard try disk.exists(path) || disk.isLink(path) else { return }
        try change()
        try disk.remove(path)
    }

    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try change()
        try disk.write(bytes, to: path, executable: executable)
    }

    func makeDirectory(_ path: FilePath) throws {
        try change()
        try disk.makeDirectory(path)
    }

    func rename(_ source: FilePath, to destination: FilePath) throws {
        try change()
        try disk.rename(source, to: destination)
    }
}
