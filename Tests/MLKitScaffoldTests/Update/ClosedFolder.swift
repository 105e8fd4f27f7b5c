import MLKitCore
import SystemPackage

/// The machine's disk, on which one folder may not be looked into.
struct ClosedFolder: FileSystem {
    let folder: FilePath
    private let disk = LocalFileSystem(.whole)

    init(_ folder: FilePath) { self.folder = folder }

    private func look(_ path: FilePath) throws {
        if path != folder, path.starts(with: folder) { throw Failure("cannot examine `\(path)`: permission denied") }
    }

    func information(at path: FilePath) throws -> FileInformation? {
        try look(path)
        return try disk.information(at: path)
    }

    func isLink(_ path: FilePath) throws -> Bool { path.starts(with: folder) ? false : try disk.isLink(path) }

    func read(_ path: FilePath) throws -> [UInt8] {
        try look(path)
        return try disk.read(path)
    }

    func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    func remove(_ path: FilePath) throws { try disk.remove(path) }
    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try disk.write(bytes, to: path, executable: executable)
    }
    func makeDirectory(_ path: FilePath) throws { try disk.makeDirectory(path) }
    func rename(_ source: FilePath, to destination: FilePath) throws { try disk.rename(source, to: destination) }
}
