internal import MLKitCore
internal import Synchronization
internal import SystemPackage

/// A disk whose files are read once, so that hundreds of renderings share the bytes of those that are copied.
final class CachedReads: FileSystem {
    private let disk: any FileSystem
    private let contents = Mutex<[FilePath: [UInt8]]>([:])

    init(_ disk: any FileSystem) {
        self.disk = disk
    }

    func read(_ path: FilePath) throws -> [UInt8] {
        if let bytes = contents.withLock({ $0[path] }) { return bytes }
        let bytes = try disk.read(path)
        contents.withLock { $0[path] = bytes }
        return bytes
    }

    func information(at path: FilePath) throws -> FileInformation? { try disk.information(at: path) }
    func isLink(_ path: FilePath) throws -> Bool { try disk.isLink(path) }
    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    func makeDirectory(_ path: FilePath) throws { try disk.makeDirectory(path) }
    func remove(_ path: FilePath) throws { try disk.remove(path) }
    func rename(_ source: FilePath, to destination: FilePath) throws { try disk.rename(source, to: destination) }
    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try disk.write(bytes, to: path, executable: executable)
    }
}
