public import MLKitCore
internal import Synchronization
public import SystemPackage

/// A disk that keeps a record of what is done to another one, in order, and can fail one change of it: what a test of
/// durability and of cleaning up asks for.
///
/// A change is a line like `write /p/a`, `rename /p/a /p/b` or `remove /p/a`. What need not have reached the disk is
/// marked: `write~ /p/a` by `unsynchronised`, `write? /p/a` by `drafting`; what comes by way of another folder, `write^ /p/a`.
public final class RecordingFileSystem: FileSystem {
    private struct State {
        var changes: [String] = []
        var failing: Int?
    }

    private final class Log: Sendable {
        let state: Mutex<State>

        init(failing number: Int?) { state = Mutex(State(failing: number)) }
    }

    private let disk: any FileSystem
    private let log: Log
    private let mark: String
    private let isStaging: Bool
    private let mounted: FilePath?

    /// - Parameters:
    ///   - number: which change fails, from 0; `nil` for none.
    ///   - mounted: a folder that another disk is mounted on.
    public init(_ disk: any FileSystem, failing number: Int? = nil, mounted: FilePath? = nil) {
        self.disk = disk
        self.mounted = mounted
        log = Log(failing: number)
        mark = ""
        isStaging = false
    }

    private init(_ disk: any FileSystem, of other: RecordingFileSystem, mark: String? = nil, isStaging: Bool? = nil) {
        self.disk = disk
        log = other.log
        self.mark = mark ?? other.mark
        self.isStaging = isStaging ?? other.isStaging
        mounted = other.mounted
    }

    /// All changes so far, those too that failed.
    public var changes: [String] { log.state.withLock { $0.changes } }

    /// Forgets what was done, and lets a change that is still to come fail.
    public func begin(failing number: Int? = nil) { log.state.withLock { $0 = State(failing: number) } }

    private func note(_ action: String, _ paths: FilePath...) throws {
        let line = ([action + mark + (isStaging ? "^" : "")] + paths.map(\.string)).joined(separator: " ")
        let fails = log.state.withLock { state in
            state.changes.append(line)
            return state.changes.count - 1 == state.failing
        }
        if fails { throw Failure("cannot \(line): input/output error") }
    }

    public var unsynchronised: any FileSystem { RecordingFileSystem(disk.unsynchronised, of: self, mark: "~") }
    public var drafting: any FileSystem { RecordingFileSystem(disk.drafting, of: self, mark: "?") }

    public func staging(in folder: FilePath) -> any FileSystem {
        RecordingFileSystem(disk.staging(in: folder), of: self, isStaging: true)
    }
}

/// What changes the disk.
extension RecordingFileSystem {
    public func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        try note("write", path)
        try disk.write(bytes, to: path, executable: executable)
    }

    public func create(_ path: FilePath, _ bytes: UnsafeRawBufferPointer, _ rights: FileRights) throws {
        try note("create", path)
        try disk.create(path, bytes, rights)
    }

    public func writer(of path: FilePath) throws -> any FileWriter {
        try note("begin", path)
        return try disk.writer(of: path)
    }

    public func makeDirectory(_ path: FilePath) throws {
        try note("folder", path)
        try disk.makeDirectory(path)
    }

    public func remove(_ path: FilePath) throws {
        try note("remove", path)
        guard path == mounted else { return try disk.remove(path) }
        for name in try disk.list(path) { try disk.remove(path.appending(name)) }
    }

    public func rename(_ source: FilePath, to destination: FilePath) throws {
        try note("rename", source, destination)
        try disk.rename(source, to: destination)
    }

    public func renameOnDisk(_ source: FilePath, to destination: FilePath) throws -> Renaming {
        if source == mounted || destination == mounted { return .mounted }
        try note("rename", source, destination)
        return try disk.renameOnDisk(source, to: destination)
    }

    public func copy(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> ContentHash {
        try note("copy", source, destination)
        return try disk.copy(source, to: destination, executable: executable)
    }

    public func clone(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> Bool {
        try note("clone", source, destination)
        return try disk.clone(source, to: destination, executable: executable)
    }

    public func hardLink(_ source: FilePath, to destination: FilePath) throws -> Bool {
        try note("link", source, destination)
        return try disk.hardLink(source, to: destination)
    }

    public func protect(_ path: FilePath) throws {
        try note("protect", path)
        try disk.protect(path)
    }

    public func makeLink(at path: FilePath, to target: String) throws {
        try note("symlink", path)
        try disk.makeLink(at: path, to: target)
    }
}

/// What leaves the disk as it is.
extension RecordingFileSystem {
    public func information(at path: FilePath) throws -> FileInformation? { try disk.information(at: path) }

    public func information(in folder: FilePath, of names: [UnsafeRawBufferPointer]) throws -> [FileInformation?] {
        try disk.information(in: folder, of: names)
    }

    public func isLink(_ path: FilePath) throws -> Bool { try disk.isLink(path) }
    public func read(_ path: FilePath) throws -> [UInt8] { try disk.read(path) }
    public func readEnd(_ path: FilePath, limit: Int) throws -> [UInt8] { try disk.readEnd(path, limit: limit) }
    public func list(_ path: FilePath) throws -> [String] { try disk.list(path) }
    public func entries(_ path: FilePath) throws -> [DirectoryEntry] { try disk.entries(path) }

    public func contents(_ path: FilePath) throws -> [(name: String, information: FileInformation?, isLink: Bool)] {
        try disk.contents(path)
    }

    public func hash(_ path: FilePath) throws -> ContentHash { try disk.hash(path) }
    public func linkTarget(_ path: FilePath) throws -> String? { try disk.linkTarget(path) }

    public func standing(at path: FilePath) throws -> (kind: DirectoryEntry.Kind, information: FileInformation?)? {
        try disk.standing(at: path)
    }

    public func read(
        _ path: FilePath, into buffer: UnsafeMutableRawBufferPointer
    ) throws -> (information: FileInformation, count: Int?) {
        try disk.read(path, into: buffer)
    }

    public func read(_ path: FilePath, from offset: Int, count: Int) throws -> [UInt8] {
        try disk.read(path, from: offset, count: count)
    }
}
