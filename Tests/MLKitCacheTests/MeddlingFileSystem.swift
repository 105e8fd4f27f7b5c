import MLKitCore
import SystemPackage

/// A disk in memory on which something happens to files just before they are read, and which may clone.
final class MeddlingFileSystem: FileSystem {
    let disk: InMemoryFileSystem
    private let clones: Bool
    private let meddle: @Sendable (FilePath) throws -> Void

    init(
        _ disk: InMemoryFileSystem, clones: Bool = false,
        beforeReading meddle: @escaping @Sendable (FilePath) throws -> Void = { _ in }
    ) {
        self.disk = disk
        self.clones = clones
        self.meddle = meddle
    }

    func read(
        _ path: FilePath, into buffer: UnsafeMutableRawBufferPointer
    ) throws -> (information: FileInformation, count: Int?) {
        try meddle(path)
        return try disk.read(path, into: buffer)
    }

    func clone(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> Bool {
        if clones { try disk.write(try disk.read(source), to: destination, executable: executable) }
        return clones
    }

    func information(at path: FilePath) throws -> FileInformation? { try disk.information(at: path) }
    func read(_ path: FilePath) throws -> [UInt8] { try disk.read(path) }
    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    func remove(_ path: FilePath) throws { try disk.remove(path) }
    func makeDirectory(_ path: FilePath) throws { try disk.makeDirectory(path) }
    func rename(_ source: FilePath, to destination: FilePath) throws { try disk.rename(source, to: destination) }
    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try disk.write(bytes, to: path, executable: executable)
    }
}
