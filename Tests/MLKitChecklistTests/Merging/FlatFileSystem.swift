import MLKitCore
import Synchronization
import SystemPackage

/// A disk in memory that takes paths as they are spelt: thousands of small projects are written and read at once.
final class FlatFileSystem: FileSystem {
    private struct State {
        var files: [String: [UInt8]] = [:]
        var folders: [String: Set<String>] = [:]
    }

    private let state = Mutex(State())

    func information(at path: FilePath) throws -> FileInformation? {
        let name = path.string
        return state.withLock { state in
            if let bytes = state.files[name] { return FileInformation(kind: .file, size: bytes.count, modified: 0) }
            return state.folders[name].map { _ in FileInformation(kind: .directory, size: 0, modified: 0) }
        }
    }

    func read(_ path: FilePath) throws -> [UInt8] {
        let name = path.string
        guard let bytes = state.withLock({ $0.files[name] }) else { throw Failure("cannot read `\(path)`") }
        return bytes
    }

    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        var parts = path.string.split(separator: "/").map(String.init)
        let name = path.string
        state.withLock { state in
            state.files[name] = bytes
            while let last = parts.popLast() {
                state.folders["/" + parts.joined(separator: "/"), default: []].insert(last)
            }
        }
    }

    func list(_ path: FilePath) throws -> [String] {
        let name = path.string
        return state.withLock { $0.folders[name, default: []].sorted() }
    }

    func makeDirectory(_ path: FilePath) throws {}
    func remove(_ path: FilePath) throws { throw Failure("cannot remove `\(path)`") }
    func rename(_ source: FilePath, to destination: FilePath) throws { throw Failure("cannot move `\(source)`") }
}
