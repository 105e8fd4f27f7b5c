internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// Repositories of which not all files are in the working tree (git-sparse-checkout(1), `git clone --no-checkout`).
extension Repository {
    public var isSparse: Bool {
        get throws { try Configuration(of: self).flag("core.sparseCheckout") }
    }

    /// `git add` or `git rm` as it has to be said here: of files outside a sparse checkout git does neither by itself.
    public func command(_ name: String) throws -> String { try "git \(name)\(isSparse ? " --sparse" : "")" }

    /// The files below a folder that git has, and that nobody took out of the working tree: a sparse checkout leaves them
    /// out, or nothing was checked out yet. Sorted.
    ///
    /// - Parameter folder: relative to the root; empty for all.
    public func filesNotCheckedOut(below folder: String) throws -> [String] {
        let disk = LocalFileSystem()
        let files = try disk.exists(indexPath) ? leftOut(below: folder).map(\.path) : filesOfHead(below: folder)
        return try files.filter { try disk.standing(at: root.pushing(FilePath($0))) == nil }.sorted()
    }

    /// How many files below a folder a sparse checkout leaves out whose content a partial clone may have to fetch.
    public func unfetchedCount(below folder: String) throws -> Int {
        try isPartialClone && isSparse ? leftOut(below: folder).count : 0
    }

    private func filesOfHead(below folder: String) throws -> [String] {
        guard let head = try headCommit else { return [] }
        return try files(below: folder, in: head).keys.map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
    }

    /// A file that the index has, and a sparse checkout leaves out.
    struct LeftOutFile {
        let path: String
        let blob: ObjectID
        let isExecutable: Bool
    }

    /// The regular files below a folder that a sparse checkout leaves out of the working tree.
    func leftOut(below folder: String) throws -> [LeftOutFile] {
        let index = try openIndex()
        defer { git_index_free(index) }
        let prefix = folder.isEmpty ? "" : folder + "/"
        let modes = [GIT_FILEMODE_BLOB.rawValue, GIT_FILEMODE_BLOB_EXECUTABLE.rawValue]
        return (0..<git_index_entrycount(index)).compactMap { position in
            guard let entry = git_index_get_byindex(index, position)?.pointee, entry.isLeftOut, modes.contains(entry.mode),
                let path = entry.path.map({ String(cString: $0) }), path.utf8.starts(with: prefix.utf8)
            else { return nil }
            return LeftOutFile(
                path: path, blob: ObjectID(entry.id), isExecutable: entry.mode == GIT_FILEMODE_BLOB_EXECUTABLE.rawValue)
        }
    }

    /// The size of a blob in bytes.
    func size(of blob: ObjectID) throws -> Int {
        let database = try acquire("open git's objects") { git_repository_odb(&$0, pointer) }
        defer { git_odb_free(database) }
        var id = blob.oid
        var (size, kind) = (0, git_object_t(0))
        try check(git_odb_read_header(&size, &kind, database, &id), "read object \(blob.short)")
        return size
    }
}
