internal import Glibc
public import SystemPackage

/// The machine's own disk.
public struct LocalFileSystem: FileSystem {
    /// What is sure of a written file when the call returns.
    public enum Writing: Sendable {
        /// It is whole, and has reached the disk, with its name.
        case durable
        /// It is whole as long as the machine does not stop. Writing many files is far quicker.
        case whole
        /// A new file may be found half-written after a crash: for a folder that nobody uses until all of it is there.
        case draft
    }

    let writing: Writing
    /// Where drafts are written; `nil` for beside the file.
    let drafts: FilePath?

    public init(_ writing: Writing = .durable) { self.init(writing, drafts: nil) }

    init(_ writing: Writing, drafts: FilePath?) {
        self.writing = writing
        self.drafts = drafts
    }

    public func information(at path: FilePath) throws -> FileInformation? {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SystemFailure.failure("examine", path)
        }
        return FileInformation(status)
    }

    public func isLink(_ path: FilePath) throws -> Bool {
        var status = stat()
        return path.withPlatformString { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    public func read(_ path: FilePath) throws -> [UInt8] {
        let file = try OpenFile(path, O_RDONLY, for: "read")
        return try file.readAll(of: file.information())
    }

    public func read(_ path: FilePath, limit: Int) throws -> [UInt8] {
        // A pipe that nobody writes to would have to be waited for otherwise.
        let file = try OpenFile(path, O_RDONLY | O_NONBLOCK, for: "read")
        let information = try file.information()
        try Self.check(information, path, limit)
        return try file.readAll(of: information, limit: limit)
    }

    public func map(_ path: FilePath) throws -> MappedFile? { try MappedFile(path) }

    public func end(of path: FilePath) throws -> any FileEnd {
        let flags = O_WRONLY | O_CREAT | O_APPEND
        if let file = try? OpenFile(path, flags, for: "write") { return file }
        try makeDirectory(path.removingLastComponent())
        return try OpenFile(path, flags, for: "write")
    }

    public func readEnd(_ path: FilePath, limit: Int) throws -> [UInt8] {
        try OpenFile(path, O_RDONLY, for: "read").readEnd(limit)
    }

    public func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        let rights: FileRights = executable ? .executable : .ordinary
        try bytes.withUnsafeBytes { bytes in
            if writing == .draft, try make(path, bytes, rights) { return }
            try put(bytes, at: path, rights) { _ in true }
        }
        if writing == .durable { try synchroniseFolder(of: path) }
    }

    /// Has the names in a folder reach the disk: a file that was renamed is found after a power cut under its new name.
    /// Some disks, mostly of other machines, have no such thing.
    private func synchroniseFolder(of path: FilePath) throws {
        let parent = path.removingLastComponent()
        let folder = try OpenFile(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY, for: "write")
        guard fsync(folder.descriptor) != 0, ![EINVAL, ENOTSUP].contains(errno) else { return }
        throw SystemFailure.failure("write", path)
    }

    public func replace(_ path: FilePath, with bytes: [UInt8], executable: Bool, isPersonal: Bool) throws {
        var status = stat()
        let isThere = stat(path.string, &status) == 0
        // Before it has the rights that it is to have, nobody else looks into it.
        let rights: FileRights = isThere || isPersonal ? .personal : executable ? .executable : .ordinary
        let own = isThere ? status.st_mode & 0o777 : 0o600
        let mode = executable ? own | (own & 0o444) >> 2 : own & ~0o111
        try bytes.withUnsafeBytes { bytes in
            try put(bytes, at: path, rights) { rights == .ordinary || rights == .executable || chmod($0, mode) == 0 }
        }
    }

    /// Writes a draft of a file and puts it in its place. The folder of the file is looked at only if that cannot be done.
    ///
    /// - Parameter finish: what is to be done with it before; `false` if that fails.
    private func put(
        _ bytes: UnsafeRawBufferPointer, at path: FilePath, _ rights: FileRights, finish: (String) -> Bool
    ) throws {
        let draft = draft(of: path)
        do {
            guard try make(draft, bytes, rights) else { throw SystemFailure.failure("write", draft, .fileExists) }
        } catch let failure as Failure {
            throw failure.naming(path, insteadOf: draft)
        }
        do {
            guard finish(draft.string) else { throw SystemFailure.failure("write", path) }
            if Glibc.rename(draft.string, path.string) == 0 { return }
            guard drafts != nil, errno == ENOENT else { throw SystemFailure.failure("write", path) }
            try makeDirectory(path.removingLastComponent())
            guard Glibc.rename(draft.string, path.string) == 0 else { throw SystemFailure.failure("write", path) }
        } catch {
            unlink(draft.string)
            throw error
        }
    }

    public func create(_ path: FilePath, _ bytes: UnsafeRawBufferPointer, _ rights: FileRights) throws {
        guard try make(path, bytes, rights) else { throw SystemFailure.failure("write", path, .fileExists) }
        if writing == .durable { try synchroniseFolder(of: path) }
    }

    /// Makes a file with all that is in it, or none; `false` if something is there already.
    private func make(_ path: FilePath, _ bytes: UnsafeRawBufferPointer, _ rights: FileRights) throws -> Bool {
        guard let file = try open(new: path, rights) else { return false }
        do {
            try file.write(bytes)
            if writing == .durable { try file.synchronise() }
            return true
        } catch {
            unlink(path.string)
            throw error
        }
    }

    /// Opens a new file; `nil` if something is there. The folders on the way are looked at only if it cannot be made.
    private func open(new path: FilePath, _ rights: FileRights) throws -> OpenFile? {
        var made = OpenFile.new(path, mode: rights.mode)
        if case .failure(.noSuchFileOrDirectory) = made {
            try makeDirectory(path.removingLastComponent())
            made = OpenFile.new(path, mode: rights.mode)
        }
        switch made {
        case .success(let file): return file
        case .failure(.fileExists): return nil
        case .failure(let code): throw SystemFailure.failure("write", path, code)
        }
    }

    public func list(_ path: FilePath) throws -> [String] {
        guard let directory = opendir(path.string) else { throw SystemFailure.failure("list", path) }
        defer { closedir(directory) }
        var names = [String]()
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { ByteText($0) < ByteText($1) }
    }

    /// Most folders that are asked for are there.
    public func makeDirectory(_ path: FilePath) throws {
        guard !path.isEmpty, try !isDirectory(path), mkdir(path.string, 0o777) != 0 else { return }
        if errno == ENOENT {
            try makeDirectory(path.removingLastComponent())
            if mkdir(path.string, 0o777) == 0 { return }
        }
        guard errno == EEXIST else { throw SystemFailure.failure("make the folder", path) }
        _ = try isDirectory(path)
    }

    /// Whether a folder is there.
    ///
    /// - Throws: `Failure` if something else is.
    private func isDirectory(_ path: FilePath) throws -> Bool {
        guard let kind = try information(at: path)?.kind else { return false }
        guard kind == .directory else {
            throw Failure("cannot make the folder `\(path)`: a file of that name is in the way")
        }
        return true
    }
}

extension FileInformation {
    init(_ status: stat) {
        let kind: Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            default: .other
            }
        self.init(
            kind: kind, size: Int(status.st_size), modified: status.st_mtim.nanoseconds,
            changed: status.st_ctim.nanoseconds, inode: UInt64(status.st_ino),
            isExecutable: status.st_mode & S_IXUSR != 0, isPersonal: status.st_mode & 0o077 == 0)
    }
}

extension timespec {
    fileprivate var nanoseconds: Int { tv_sec * 1_000_000_000 + tv_nsec }
}
