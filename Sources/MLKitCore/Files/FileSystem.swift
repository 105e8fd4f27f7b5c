public import SystemPackage

/// What mlkit asks of a disk. Everything that reads or writes files goes through it, so that logic can be
/// tested on an in-memory disk and every error names its path.
public protocol FileSystem: Sendable {
    /// What stands at `path`, following symbolic links, or `nil` if nothing does.
    func information(at path: FilePath) throws -> FileInformation?
    /// Whether a symbolic link stands at `path` itself.
    func isLink(_ path: FilePath) throws -> Bool
    /// The bytes of a regular file.
    func read(_ path: FilePath) throws -> [UInt8]
    /// Replaces or creates a file whole: written beside it, synced, then renamed over it. Folders on the way
    /// are made.
    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws
    /// The same, but the file may not have reached the disk when the call returns.
    func writeUnsynced(_ bytes: [UInt8], to path: FilePath) throws
    /// The last bytes of a file, at most `limit`.
    func readEnd(_ path: FilePath, limit: Int) throws -> [UInt8]
    /// Copies a file whole, sharing its blocks where the disk can.
    func copy(_ source: FilePath, to destination: FilePath) throws
    /// Names in a folder, sorted, without `.` and `..`.
    func list(_ path: FilePath) throws -> [String]
    /// Makes a folder and those above it; an existing folder is fine.
    func makeDirectory(_ path: FilePath) throws
    /// Removes a file, or a folder with all it holds; nothing there is fine.
    func remove(_ path: FilePath) throws
    /// Renames within one disk, replacing a file at the destination.
    func rename(_ source: FilePath, to destination: FilePath) throws
}

extension FileSystem {
    /// A disk without links need not say so.
    public func isLink(_ path: FilePath) throws -> Bool { false }

    public func writeUnsynced(_ bytes: [UInt8], to path: FilePath) throws {
        try write(bytes, to: path, executable: false)
    }

    public func readEnd(_ path: FilePath, limit: Int) throws -> [UInt8] {
        Array(try read(path).suffix(limit))
    }

    public func copy(_ source: FilePath, to destination: FilePath) throws {
        let executable = try information(at: source)?.isExecutable ?? false
        try write(try read(source), to: destination, executable: executable)
    }

    public func write(_ bytes: [UInt8], to path: FilePath) throws {
        try write(bytes, to: path, executable: false)
    }

    public func write(_ text: String, to path: FilePath) throws {
        try write(Array(text.utf8), to: path, executable: false)
    }

    public func exists(_ path: FilePath) throws -> Bool {
        try information(at: path) != nil
    }

    /// Makes a folder that git ignores with all it holds, whatever the project's own `.gitignore` says.
    public func makeIgnoredDirectory(_ path: FilePath) throws {
        let rule = path.appending(".gitignore")
        if try !exists(rule) { try write("*\n", to: rule) }
    }

    /// The file as text; bytes that are not UTF-8 are an error that names the file.
    public func readText(_ path: FilePath) throws -> String {
        guard let text = String(validating: try read(path), as: UTF8.self) else {
            throw Failure("`\(path)` is not UTF-8 text")
        }
        return text
    }

    /// A whole file that is small enough.
    ///
    /// - Throws: `Failure`, before it is read, if the file is larger than `limit` bytes.
    public func read(_ path: FilePath, limit: Int) throws -> [UInt8] {
        guard let size = try information(at: path)?.size, size > limit else { return try read(path) }
        throw Failure("`\(path)` is too large: \(size) bytes, at most \(limit) are read")
    }

    /// The content hash of a file.
    public func hash(_ path: FilePath) throws -> ContentHash {
        ContentHash(of: try read(path))
    }
}

/// What a file system knows of one file without reading it.
public struct FileInformation: Hashable, Sendable {
    public enum Kind: Sendable {
        case file
        case directory
        case other
    }

    public var kind: Kind
    /// Bytes.
    public var size: Int
    /// Nanoseconds since 1970 of the last change of content.
    public var modified: Int
    /// Nanoseconds since 1970 of the last change of content or attributes.
    public var changed: Int
    public var inode: UInt64
    public var isExecutable: Bool

    public init(
        kind: Kind, size: Int, modified: Int, changed: Int = 0, inode: UInt64 = 0, isExecutable: Bool = false
    ) {
        self.kind = kind
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
        self.isExecutable = isExecutable
    }
}
