internal import CLibGit2
internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// A change of some entries of the user's index, prepared beside it and put in its place at the end.
///
/// libgit2 takes git's lock only to write, so that what another process changed between reading and writing
/// would be lost. Here the lock is held from before the reading: libgit2 works on a copy of the file, which
/// keeps the original's times because they tell which entries are too young to be trusted.
final class IndexUpdate {
    let repository: Repository
    let pointer: OpaquePointer
    private let lock: IndexLock
    private let copy: FilePath
    /// Whether somebody else now answers for the copy.
    private var isHandedOver = false

    init(of repository: Repository) throws {
        try repository.refuseForeignIndex()
        try repository.refuseWrongSettings()
        self.repository = repository
        lock = try IndexLock(index: repository.indexPath)
        let copy = repository.gitFolder.appending("index.mlkit")
        self.copy = copy
        // What an earlier process left when it was killed; the lock says that none is alive.
        unlink(copy.string)
        unlink(copy.string + ".lock")
        do {
            if try Self.duplicate(lock.index, to: copy) { try repository.makePlain(copy) }
            pointer = try acquire("read git's index") { git_index_open(&$0, copy.string) }
        } catch {
            unlink(copy.string)
            throw error
        }
        // As the repository's own index it knows the working tree, which the check of young entries needs.
        try check(git_repository_set_index(repository.pointer, pointer), "read git's index")
    }

    deinit {
        git_repository_set_index(repository.pointer, nil)
        git_index_free(pointer)
        if !isHandedOver { unlink(copy.string) }
    }

    /// Refuses a file that is unmerged, or that the index holds as a folder or below a file.
    func checkRoom(for path: String) throws {
        try checkMerged(path)
        for parent in RepositoryPath.parents(of: path) where git_index_find(nil, pointer, parent) == 0 {
            throw Failure("`\(parent)`, on the way to `\(path)`, is a file in git's index")
        }
        guard git_index_find_prefix(nil, pointer, path + "/") != 0 else {
            throw Failure("`\(path)` is a folder in git's index")
        }
    }

    func checkMerged(_ path: String) throws {
        guard (1...3).contains(where: { git_index_get_bypath(pointer, path, $0) != nil }) else { return }
        throw Failure(
            "`\(path)` has a merge conflict", hint: "resolve it, `git add` the file, and finish the merge first")
    }

    /// Stages a blob as the content of a file.
    ///
    /// - Parameters:
    ///   - mode: `nil` keeps the one that the file has.
    ///   - content: of the file in the working tree; `nil` for one that a sparse checkout leaves out of it.
    func put(_ path: String, _ blob: ObjectID, _ mode: FileMode?, for content: [UInt8]?) throws {
        let old = git_index_get_bypath(pointer, path, 0)?.pointee
        try path.withCString { name in
            var entry = git_index_entry()
            entry.path = name
            entry.id = blob.oid
            entry.mode = mode?.value.rawValue ?? Self.mode(old)
            entry.flags_extended = (old?.flags_extended ?? 0) & Self.leftOut
            if let content {
                if isOnDisk(path, content) { fillTimes(of: path, in: &entry) }
            } else {
                entry.flags_extended |= Self.leftOut
            }
            // In an index of version 4 libgit2 does not say by itself that there is more.
            if entry.flags_extended != 0 { entry.flags |= Self.hasMore }
            try check(git_index_add(pointer, &entry), "stage `\(path)`")
        }
    }

    static let hasMore = UInt16(GIT_INDEX_ENTRY_EXTENDED.rawValue)
    private static let leftOut = UInt16(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue)

    private static func mode(_ old: git_index_entry?) -> UInt32 {
        let isExecutable = old?.mode == GIT_FILEMODE_BLOB_EXECUTABLE.rawValue
        return (isExecutable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB).rawValue
    }

    func remove(_ path: String) throws {
        guard git_index_find(nil, pointer, path) == 0 else { return }
        try check(git_index_remove(pointer, path, 0), "unstage `\(path)`")
    }

    /// Writes the copy; nothing of the user's changes yet. The end of the update's work.
    func prepare(_ access: SharedAccess?) throws -> PreparedIndex {
        try check(git_index_write(pointer), "write git's index")
        access?.grant(copy)
        isHandedOver = true
        return PreparedIndex(lock, copy)
    }

    /// An entry without times makes git read the file once more; with them it may trust the file unread.
    private func isOnDisk(_ path: String, _ content: [UInt8]) -> Bool {
        let file = repository.root.pushing(FilePath(path))
        return (try? LocalFileSystem().read(file)) == content
    }

    private func fillTimes(of path: String, in entry: inout git_index_entry) {
        var status = stat()
        guard lstat(repository.root.pushing(FilePath(path)).string, &status) == 0,
            status.st_mode & S_IFMT == S_IFREG
        else { return }
        entry.ctime = git_index_time(status.st_ctim)
        entry.mtime = git_index_time(status.st_mtim)
        entry.dev = UInt32(truncatingIfNeeded: status.st_dev)
        entry.ino = UInt32(truncatingIfNeeded: status.st_ino)
        entry.uid = status.st_uid
        entry.gid = status.st_gid
        entry.file_size = UInt32(truncatingIfNeeded: status.st_size)
    }

    /// Copies a file with its times; `false`, and no copy, if it is not there.
    static func duplicate(_ source: FilePath, to destination: FilePath) throws -> Bool {
        var status = stat()
        guard stat(source.string, &status) == 0 else { return false }
        try LocalFileSystem(.whole).write(LocalFileSystem().read(source), to: destination)
        guard utimensat(AT_FDCWD, destination.string, [status.st_atim, status.st_mtim], 0) == 0 else {
            throw IndexLock.failure("write", destination)
        }
        return true
    }
}

extension git_index_time {
    fileprivate init(_ time: timespec) {
        self.init(seconds: Int32(truncatingIfNeeded: time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
    }
}
