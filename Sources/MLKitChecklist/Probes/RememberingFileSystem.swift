internal import MLKitCore
internal import Synchronization
internal import SystemPackage

/// A disk whose folders are listed once, and whose files are looked at once: many patterns walk the same folders.
final class RememberingFileSystem: FileSystem {
    private struct State {
        // By text, since a `FilePath` is hashed and compared byte by byte.
        var information: [String: FileInformation?] = [:]
        var names: [String: [String]] = [:]
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
        state.withLock { $0.information[name] = .some(found) }
        return found
    }

    func list(_ path: FilePath) throws -> [String] {
        let name = path.string
        if let known = state.withLock({ $0.names[name] }) { return known }
        let found = try files.list(path)
        state.withLock { $0.names[name] = found }
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
