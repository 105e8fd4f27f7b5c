internal import Synchronization
public import SystemPackage

/// A disk that lives in memory, for tests: each write moves its clock one second on.
public final class InMemoryFileSystem: FileSystem {
    private struct Node {
        var bytes: [UInt8]
        var modified: Int
        var isExecutable: Bool
        var inode: UInt64
    }

    private struct State {
        var files: [String: Node] = [:]
        var directories: Set<String> = ["/"]
        var clock = 1_000_000_000
        var inodes: UInt64 = 0
        var reads: [String] = []
    }

    private let state = Mutex(State())

    public init(_ files: [String: String] = [:]) {
        for (path, text) in files { put(Array(text.utf8), FilePath(path), executable: false) }
    }

    /// The paths read so far, in order: what a test of caching asks for.
    public var reads: [String] { state.withLock { $0.reads } }

    /// Every file's path, sorted.
    public var paths: [String] { state.withLock { $0.files.keys.sorted() } }

    public func information(at path: FilePath) throws -> FileInformation? {
        let name = path.lexicallyNormalized().string
        return state.withLock { state in
            if let node = state.files[name] {
                return FileInformation(
                    kind: .file, size: node.bytes.count, modified: node.modified, changed: node.modified,
                    inode: node.inode, isExecutable: node.isExecutable)
            }
            return state.directories.contains(name) ? FileInformation(kind: .directory, size: 0, modified: 0) : nil
        }
    }

    public func read(_ path: FilePath) throws -> [UInt8] {
        let name = path.lexicallyNormalized().string
        let bytes = state.withLock { state in
            state.reads.append(name)
            return state.files[name]?.bytes
        }
        guard let bytes else { throw Failure("cannot read `\(path)`: no such file or directory") }
        return bytes
    }

    public func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        put(bytes, path, executable: executable)
    }

    private func put(_ bytes: [UInt8], _ path: FilePath, executable: Bool) {
        let path = path.lexicallyNormalized()
        state.withLock { state in
            state.clock += 1_000_000_000
            state.inodes += 1
            state.files[path.string] = Node(
                bytes: bytes, modified: state.clock, isExecutable: executable, inode: state.inodes)
            Self.addDirectories(of: path.removingLastComponent(), to: &state)
        }
    }

    private static func addDirectories(of path: FilePath, to state: inout State) {
        var folder = path
        while !folder.isEmpty, state.directories.insert(folder.string).inserted { folder.removeLastComponent() }
    }

    public func list(_ path: FilePath) throws -> [String] {
        let path = path.lexicallyNormalized()
        guard try information(at: path)?.kind == .directory else {
            throw Failure("cannot list `\(path)`: no such file or directory")
        }
        let folder = Self.prefix(path)
        return state.withLock { state in
            let inside = (Array(state.files.keys) + state.directories).filter { $0.hasPrefix(folder) }
            return inside.map { String($0.dropFirst(folder.count)) }.filter { !$0.isEmpty && !$0.contains("/") }.sorted()
        }
    }

    public func makeDirectory(_ path: FilePath) throws {
        state.withLock { Self.addDirectories(of: path.lexicallyNormalized(), to: &$0) }
    }

    public func remove(_ path: FilePath) throws {
        let path = path.lexicallyNormalized()
        let folder = Self.prefix(path)
        state.withLock { state in
            state.files[path.string] = nil
            guard state.directories.remove(path.string) != nil else { return }
            state.files = state.files.filter { !$0.key.hasPrefix(folder) }
            state.directories = state.directories.filter { !$0.hasPrefix(folder) }
        }
    }

    /// What the paths of all in a folder begin with.
    private static func prefix(_ folder: FilePath) -> String {
        folder.string.hasSuffix("/") ? folder.string : folder.string + "/"
    }

    public func rename(_ source: FilePath, to destination: FilePath) throws {
        guard try information(at: source)?.kind == .directory else {
            let bytes = try read(source)
            let executable = try information(at: source)?.isExecutable ?? false
            put(bytes, destination, executable: executable)
            return try remove(source)
        }
        try makeDirectory(destination)
        for name in try list(source) { try rename(source.appending(name), to: destination.appending(name)) }
        try remove(source)
    }
}
