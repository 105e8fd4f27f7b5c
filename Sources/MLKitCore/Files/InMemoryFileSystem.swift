internal import Glibc
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
        let name = Self.name(path)
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
        let name = Self.name(path)
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
        let name = Self.name(path)
        state.withLock { state in
            state.clock += 1_000_000_000
            state.inodes += 1
            state.files[name] = Node(
                bytes: bytes, modified: state.clock, isExecutable: executable, inode: state.inodes)
            Self.addDirectories(Self.folder(of: name), to: &state)
        }
    }

    private static func addDirectories(_ folder: String, to state: inout State) {
        var folder = folder
        while !folder.isEmpty, state.directories.insert(folder).inserted { folder = self.folder(of: folder) }
    }

    /// The path as files are found by. Few paths need to be taken apart for it, which is slow where nothing is
    /// optimised, as in tests.
    private static func name(_ path: FilePath) -> String {
        let text = path.string
        let isNormal = strstr(text, "//") == nil && strstr(text, "/./") == nil && strstr(text, "/..") == nil
            && !text.hasSuffix("/.") && !(text.count > 1 && text.hasSuffix("/"))
        return isNormal ? text : path.lexicallyNormalized().string
    }

    /// Empty for the root, and where there is none.
    private static func folder(of name: String) -> String {
        guard let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(name[..<slash])
    }

    public func list(_ path: FilePath) throws -> [String] {
        guard try information(at: path)?.kind == .directory else {
            throw Failure("cannot list `\(path)`: no such file or directory")
        }
        let folder = Self.prefix(Self.name(path))
        return state.withLock { state in
            let inside = (Array(state.files.keys) + state.directories).filter { $0.hasPrefix(folder) }
            let names = inside.map { String($0.dropFirst(folder.count)) }
            return names.filter { !$0.isEmpty && !$0.contains("/") }.sorted()
        }
    }

    public func makeDirectory(_ path: FilePath) throws {
        let name = Self.name(path)
        state.withLock { Self.addDirectories(name, to: &$0) }
    }

    public func remove(_ path: FilePath) throws {
        let name = Self.name(path)
        let folder = Self.prefix(name)
        state.withLock { state in
            state.files[name] = nil
            guard state.directories.remove(name) != nil else { return }
            state.files = state.files.filter { !$0.key.hasPrefix(folder) }
            state.directories = state.directories.filter { !$0.hasPrefix(folder) }
        }
    }

    /// What the paths of all in a folder begin with.
    private static func prefix(_ folder: String) -> String {
        folder.hasSuffix("/") ? folder : folder + "/"
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
