import MLKitCore
import Synchronization
import SystemPackage

/// The machine's disk, on which the n-th change fails.
final class FailingFileSystem: FileSystem {
    private let disk = LocalFileSystem(.whole)
    private let remaining: Mutex<Int?>

    /// - Parameter count: how many changes succeed; `nil` for all.
    init(failingAfter count: Int?) {
        remaining = Mutex(count)
    }

    private func change(_ path: FilePath) throws {
        let fails = remaining.withLock { count in
            guard let left = count else { return false }
            count = left - 1
            return left == 0
        }
        if fails { throw Failure("cannot write `\(path)`: no space left on device") }
    }

    func information(at path: FilePath) throws -> FileInformation? { try disk.information(at: path) }
    func read(_ path: FilePath) throws -> [UInt8] { try disk.read(path) }
    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    func remove(_ path: FilePath) throws { try disk.remove(path) }

    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try change(path)
        try disk.write(bytes, to: path, executable: executable)
    }

    func makeDirectory(_ path: FilePath) throws {
        try change(path)
        try disk.makeDirectory(path)
    }

    func rename(_ source: FilePath, to destination: FilePath) throws {
        try change(destination)
        try disk.rename(source, to: destination)
    }
}
