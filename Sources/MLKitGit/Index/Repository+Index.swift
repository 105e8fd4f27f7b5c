internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

extension Repository {
    /// Writes a new index with some entries changed, and all others as they are, beside the user's, which is locked
    /// until the new one is published or dropped.
    ///
    /// - Throws: `Failure` if the index is locked, a file is unmerged already, or a path cannot be had.
    public func prepareIndex(_ changes: [IndexChange]) throws -> PreparedIndex {
        let update = try IndexUpdate(of: self)
        let access = try SharedAccess(Configuration(of: self))
        let isBatch = ObjectBatch.isWorthwhile(changes.count, size: changes.reduce(0) { $0 + $1.size }, access)
        let batch = isBatch
            ? try ObjectBatch(of: self, readsDisk: changes.contains(where: \.isOfKnownObjects), access) : nil
        try update.apply(changes)
        try batch?.write()
        let prepared = try update.prepare(access)
        try prepared.synchronise()
        return prepared
    }

    /// Has the index hold of some files what `HEAD` holds, as it does after a commit of them.
    public func resetIndex(_ paths: [String]) throws {
        guard !paths.isEmpty else { return }
        let outcome = try GitCommand(self).run(["reset", "--quiet", "--"] + paths.map { ":(top,literal)\($0)" })
        guard outcome.status == 0 else {
            throw Failure(
                "git cannot bring its index to what is committed",
                notes: outcome.errorText.split(separator: "\n").map(String.init), hint: "run `git reset`, and try again")
        }
    }

    /// - Throws: `Failure` if `GIT_INDEX_FILE` names another index than this working tree's own: what is committed would
    ///   be missing from that one, and the next commit would take it out again.
    public func refuseForeignIndex() throws {
        let own = gitFolder.appending("index")
        guard indexPath != own else { return }
        // A hook may be told of its own by a path with symbolic links in it.
        let disk = LocalFileSystem()
        if let named = try disk.information(at: indexPath), try disk.information(at: own)?.inode == named.inode { return }
        throw Failure(
            "the variable GIT_INDEX_FILE names another index than that of `\(root)`",
            notes: ["git sets it for the hooks of some commits, and scripts that stage on the side do"],
            hint: "run `unset GIT_INDEX_FILE`, and try again; in a hook, run mlkit after the commit")
    }

    /// The files in git's index below a folder, sorted; below the root if the folder is empty.
    public func trackedFiles(below folder: String) throws -> [String] {
        let index = try openIndex()
        defer { git_index_free(index) }
        let prefix = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
        var first = 0
        guard prefix.isEmpty || git_index_find_prefix(&first, index, prefix) == 0 else { return [] }
        var files = [String]()
        for position in first..<git_index_entrycount(index) {
            guard let entry = git_index_get_byindex(index, position)?.pointee, let path = entry.path else { break }
            let name = String(cString: path)
            guard name.utf8.starts(with: prefix.utf8) else { break }
            // An unmerged file has several entries.
            if files.last?.hasSameBytes(as: name) != true { files.append(name) }
        }
        return files
    }

    /// The folder on the way to a path that is another repository: a submodule, or one that git does not know; `nil` if
    /// none is. Git takes no file in one.
    public func nestedRepository(on path: String) throws -> String? {
        let index = try openIndex()
        defer { git_index_free(index) }
        return try RepositoryPath.parents(of: path).first { folder in
            try git_index_get_bypath(index, folder, 0)?.pointee.mode == GIT_FILEMODE_COMMIT.rawValue
                || LocalFileSystem().standing(at: root.pushing(FilePath(folder)).appending(".git")) != nil
        }
    }

    /// Between files of the working tree and their blobs; attributes as they are when this is first asked for.
    public var filters: ContentFilters {
        get throws {
            let memory = try filterMemory ?? FilterMemory(AttributeSources(of: self))
            filterMemory = memory
            return ContentFilters(of: self, memory)
        }
    }

    /// What git makes of a file's blob in the working tree, to be read. See `ContentFilters.checkedOut`.
    public func smudged(_ blob: [UInt8], path: String) throws -> [UInt8] { try filters.checkedOutByGit(blob, at: path) }

    /// What git makes of a file of the working tree as a blob, to be compared. See `ContentFilters.stored`.
    public func cleaned(_ file: [UInt8], path: String) throws -> [UInt8] { try filters.storedByGit(file, at: path) }
}
