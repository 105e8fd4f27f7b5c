public import SystemPackage

/// What mlkit asks of a disk. Everything that reads or writes files goes through it, so that logic can be
/// tested on an in-memory disk and every error names its path.
public protocol FileSystem: Sendable {
    /// What stands at `path`, following symbolic links, or `nil` if nothing does.
    func information(at path: FilePath) throws -> FileInformation?
    /// What stands at names in a folder, in their order; all `nil` if there is no such folder.
    func information(in folder: FilePath, of names: [UnsafeRawBufferPointer]) throws -> [FileInformation?]
    /// Whether a symbolic link stands at `path` itself.
    func isLink(_ path: FilePath) throws -> Bool
    /// The bytes of a regular file.
    func read(_ path: FilePath) throws -> [UInt8]
    /// Replaces or creates a file whole: written beside it, synced, then renamed over it. Folders on the way
    /// are made.
    func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws
    /// The same, but a file that is replaced keeps its rights, except for whether it is a program. Of its new name a
    /// power cut may know nothing, until another file is written into the folder.
    ///
    /// - Parameter isPersonal: whether a new one is for its owner alone.
    func replace(_ path: FilePath, with bytes: [UInt8], executable: Bool, isPersonal: Bool) throws
    /// The last bytes of a file, at most `limit`.
    func readEnd(_ path: FilePath, limit: Int) throws -> [UInt8]
    /// Names in a folder, sorted, without `.` and `..`.
    func list(_ path: FilePath) throws -> [String]
    /// Makes a folder and those above it; an existing folder is fine.
    func makeDirectory(_ path: FilePath) throws
    /// Removes a file, or a folder with all it holds; nothing there is fine. A folder that another disk is mounted at is
    /// only emptied.
    func remove(_ path: FilePath) throws
    /// Renames within one disk, replacing a file at the destination.
    func rename(_ source: FilePath, to destination: FilePath) throws
    /// The same, unless it cannot be done by a new name alone; nothing is done then.
    func renameOnDisk(_ source: FilePath, to destination: FilePath) throws -> Renaming
    /// The end of a file that is added to again and again; it is made if it is not there, with the folders on the way.
    func end(of path: FilePath) throws -> any FileEnd
    /// The bytes of a regular file that somebody else may have put there.
    ///
    /// - Throws: `Failure`, before anything is read, for what is no file, such as a device or a pipe without end, and for
    ///   a file of more than `limit` bytes.
    func read(_ path: FilePath, limit: Int) throws -> [UInt8]
    /// What a folder holds, sorted by name; a symbolic link is a link.
    func entries(_ path: FilePath) throws -> [DirectoryEntry]
    /// What a folder holds, sorted by name, with what is known of each; of a link what it leads to, `nil` if nowhere.
    func contents(_ path: FilePath) throws -> [(name: String, information: FileInformation?, isLink: Bool)]
    /// The content hash of a file, which may be larger than memory.
    func hash(_ path: FilePath) throws -> ContentHash
    /// Copies a file's bytes to where nothing stands, and hashes what was written. It need not have reached the disk.
    func copy(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> ContentHash
    /// Makes a file that shares its blocks with another until one of them is written to; `false`, and no file, where
    /// the disk cannot.
    func clone(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> Bool
    /// Gives a file a second name; `false` where the disk cannot.
    func hardLink(_ source: FilePath, to destination: FilePath) throws -> Bool
    /// Takes away everybody's right to write to a file.
    func protect(_ path: FilePath) throws
    /// Where the symbolic link at a path leads, as written in it; `nil` if no link stands there.
    func linkTarget(_ path: FilePath) throws -> String?
    func makeLink(at path: FilePath, to target: String) throws
    /// What stands at `path` itself, a symbolic link being a link; `nil` if nothing does.
    func standing(at path: FilePath) throws -> (kind: DirectoryEntry.Kind, information: FileInformation?)?
    /// Reads a file into memory that is at hand, and says what the file was just before; no count for one that does not
    /// fit. Room for one byte more than the file has shows whether it is being written to.
    func read(
        _ path: FilePath, into buffer: UnsafeMutableRawBufferPointer
    ) throws -> (information: FileInformation, count: Int?)
    /// A file as memory, for one that may be larger than there is; `nil` where the disk cannot.
    func map(_ path: FilePath) throws -> MappedFile?
    /// Bytes from the middle of a file; fewer of them where it ends before.
    func read(_ path: FilePath, from offset: Int, count: Int) throws -> [UInt8]
    /// Makes a file where nothing stands, and the folders on the way. It need not have reached the disk.
    func create(_ path: FilePath, _ bytes: UnsafeRawBufferPointer, _ rights: FileRights) throws
    /// Begins a file where nothing stands, and makes the folders on the way.
    func writer(of path: FilePath) throws -> any FileWriter
    /// The same disk, for files whose loss at a power cut costs only time.
    var unsynchronised: any FileSystem { get }
    /// The same disk, for new files that nobody reads before they are given another name, or their folder is.
    var drafting: any FileSystem { get }
    /// The same disk, where a file that takes another's place is first written in a folder, and not beside its place.
    func staging(in folder: FilePath) -> any FileSystem
    /// The same disk, without files that are only seen on it, and really stand elsewhere.
    var bare: any FileSystem { get }
}

extension FileSystem {
    public func information(in folder: FilePath, of names: [UnsafeRawBufferPointer]) throws -> [FileInformation?] {
        try names.map { try information(at: folder.appending(String(decoding: $0, as: UTF8.self))) }
    }

    /// A disk without links need not say so.
    public func isLink(_ path: FilePath) throws -> Bool { false }

    /// A disk without rights need not keep them.
    public func replace(_ path: FilePath, with bytes: [UInt8], executable: Bool, isPersonal: Bool) throws {
        try write(bytes, to: path, executable: executable)
    }

    public func readEnd(_ path: FilePath, limit: Int) throws -> [UInt8] {
        Array(try read(path).suffix(limit))
    }

    public func map(_ path: FilePath) throws -> MappedFile? { nil }

    public func linkTarget(_ path: FilePath) throws -> String? { nil }

    public func makeLink(at path: FilePath, to target: String) throws {
        throw Failure("cannot make the link `\(path)`: this disk has none")
    }

    public func clone(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> Bool { false }

    public func hardLink(_ source: FilePath, to destination: FilePath) throws -> Bool { false }

    /// A disk without rights need not keep them.
    public func protect(_ path: FilePath) throws {}

    public var unsynchronised: any FileSystem { self }

    public var drafting: any FileSystem { self }

    public func staging(in folder: FilePath) -> any FileSystem { self }

    public var bare: any FileSystem { self }

    public func entries(_ path: FilePath) throws -> [DirectoryEntry] {
        try list(path).map { name in
            let path = path.appending(name)
            if try isLink(path) { return DirectoryEntry(name: name, kind: .link) }
            switch try information(at: path)?.kind {
            case .file: return DirectoryEntry(name: name, kind: .file)
            case .directory: return DirectoryEntry(name: name, kind: .directory)
            default: return DirectoryEntry(name: name, kind: .other)
            }
        }
    }

    public func contents(_ path: FilePath) throws -> [(name: String, information: FileInformation?, isLink: Bool)] {
        try list(path).map { name in
            let place = path.appending(name)
            return (name, try information(at: place), try isLink(place))
        }
    }

    public func copy(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> ContentHash {
        let bytes = try read(source)
        try write(bytes, to: destination, executable: executable)
        return ContentHash(of: bytes)
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

    public func read(_ path: FilePath, limit: Int) throws -> [UInt8] {
        if let information = try information(at: path) { try Self.check(information, path, limit) }
        return try read(path)
    }

    /// - Throws: `Failure` for what is no file, and for one of more than `limit` bytes.
    static func check(_ information: FileInformation, _ path: FilePath, _ limit: Int) throws {
        guard information.kind == .file else { throw Failure("cannot read `\(path)`: it is no file") }
        guard information.size > limit else { return }
        throw Failure("`\(path)` is too large: \(information.size) bytes, at most \(limit) are read")
    }

    public func renameOnDisk(_ source: FilePath, to destination: FilePath) throws -> Renaming {
        try rename(source, to: destination)
        return .done
    }

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
    /// Whether nobody but its owner may do anything with it.
    public var isPersonal: Bool

    public init(
        kind: Kind, size: Int, modified: Int, changed: Int = 0, inode: UInt64 = 0, isExecutable: Bool = false,
        isPersonal: Bool = false
    ) {
        self.kind = kind
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
        self.isExecutable = isExecutable
        self.isPersonal = isPersonal
    }
}
