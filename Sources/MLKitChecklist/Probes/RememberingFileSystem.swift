internal import MLKitCore
internal import Synchronization
internal import SystemPackage

/// A disk whose folders are listed once, and whose files are looked at once: many patterns walk the same folders.
final class RememberingFileSystem: FileSystem {
    private struct State {
        // By text, since a `FilePath` takes long to be hashed and compared.
        var information: ByteTable<FileInformation?> = [:]
        var entries: ByteTable<[DirectoryEntry]> = [:]
    }

    private let files: any FileSystem
    private let state = Mutex(State())

    init(_ files: any FileSystem) {
        self.files = files
    }

    func information(at path: FilePath) throws -> FileInformation? {
        let name = path.string
        if let known = state.withLock({ $0.information[name] }) { return known }
        let found = try files.information(at: path)
        state.withLock { $0.information.updateValue(found, forKey: name) }
        return found
    }

    func list(_ path: FilePath) throws -> [String] { try entries(path).map(\.name) }

    func entries(_ path: FilePath) throws -> [DirectoryEntry] {
        let name = path.string
        if let known = state.withLock({ $0.entries[name] }) { return known }
        let found = try files.entries(path)
        state.withLock { $0.entries[name] = found }
        return found
    }

    func read(_ path: FilePath) throws -> [UInt8] { try files.read(path) }

    // Probes change nothing; what somebody else changes is seen by the next command.
    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try files.write(bytes, to: path, executable: executable)
    }

    func makeDirectory(_ path: FilePath) throws { try files.makeDirectory(path) }
    func remove(_ path: FilePath) throws { try files.remove(path) }
    func rename(_ source: FilePath, to destination: FilePath) throws { try files.rename(source, to: destination) }
}
