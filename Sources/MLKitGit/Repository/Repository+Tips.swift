internal import CLibGit2
internal import Glibc
public import MLKitCore
internal import SystemPackage

/// What somebody may come back to.
extension Repository {
    /// The commits of every branch, here and of remotes, every tag, every stash, and of `HEAD` in every worktree.
    public func tips() throws -> Set<ObjectID> {
        var tips = try commitsOfReferences()
        if let head = try headCommit { tips.insert(head) }
        tips.formUnion(try stashes())
        tips.formUnion(try worktreeHeads())
        return tips
    }

    /// The files directly in a folder of a commit, by name.
    ///
    /// - Parameter folder: with `/` in it; empty for the commit's root.
    public func files(in folder: String, of commit: ObjectID) throws -> ByteTable<ObjectID> {
        let root = try Commit(commit, in: self).tree()
        guard !folder.isEmpty else { return root.files }
        guard let entry = try root.entry(at: folder), entry.mode == .tree else { return [:] }
        return try Tree(entry.id, in: self).files
    }

    /// The folders directly in a folder of a commit, by name.
    ///
    /// - Parameter folder: with `/` in it.
    public func folders(in folder: String, of commit: ObjectID) throws -> [String] {
        let root = try Commit(commit, in: self).tree()
        guard let entry = try root.entry(at: folder), entry.mode == .tree else { return [] }
        return try Tree(entry.id, in: self).folders
    }

    private func commitsOfReferences() throws -> Set<ObjectID> {
        let iterator = try acquire("list git's references") { git_reference_iterator_new(&$0, pointer) }
        defer { git_reference_iterator_free(iterator) }
        var commits = Set<ObjectID>()
        var reference: OpaquePointer?
        while git_reference_next(&reference, iterator) == 0 {
            defer { git_reference_free(reference) }
            // A tag may be of a tree, and a symbolic reference may lead nowhere.
            var object: OpaquePointer?
            guard git_reference_peel(&object, reference, GIT_OBJECT_COMMIT) == 0, let object else { continue }
            defer { git_object_free(object) }
            if let id = git_object_id(object) { commits.insert(ObjectID(id.pointee)) }
        }
        return commits
    }

    /// Only the newest stash is a reference; the others are in its log.
    private func stashes() throws -> Set<ObjectID> {
        var log: OpaquePointer?
        guard git_reflog_read(&log, pointer, "refs/stash") == 0, let log else { return [] }
        defer { git_reflog_free(log) }
        let entries = (0..<git_reflog_entrycount(log)).compactMap { git_reflog_entry_byindex(log, $0) }
        return Set(entries.compactMap { git_reflog_entry_id_new($0) }.map { ObjectID($0.pointee) })
    }

    /// A worktree on a branch is covered by that; one that is not has the commit in its `HEAD`.
    private func worktreeHeads() throws -> Set<ObjectID> {
        let shared = git_repository_commondir(pointer).map { FilePath(String(cString: $0)) } ?? gitFolder
        let files = LocalFileSystem()
        var heads = Set<ObjectID>()
        for folder in [shared] + (try worktreeFolders(shared.appending("worktrees"), files)) {
            guard let text = try? files.readText(folder.appending("HEAD")) else { continue }
            if let id = ObjectID(text.trimmed) { heads.insert(id) }
        }
        return heads
    }

    private func worktreeFolders(_ folder: FilePath, _ files: LocalFileSystem) throws -> [FilePath] {
        guard try files.information(at: folder)?.kind == .directory else { return [] }
        return try files.list(folder).map { folder.appending($0) }
    }
}

extension Tree {
    /// The files directly in this tree, by name.
    fileprivate var files: ByteTable<ObjectID> {
        var files: ByteTable<ObjectID> = [:]
        for index in 0..<git_tree_entrycount(pointer) {
            guard let entry = git_tree_entry_byindex(pointer, index), git_tree_entry_type(entry) == GIT_OBJECT_BLOB,
                let name = git_tree_entry_name(entry), let id = git_tree_entry_id(entry)
            else { continue }
            files[String(cString: name)] = ObjectID(id.pointee)
        }
        return files
    }

    /// The folders directly in this tree, by name.
    fileprivate var folders: [String] {
        (0..<git_tree_entrycount(pointer)).compactMap { index in
            guard let entry = git_tree_entry_byindex(pointer, index), git_tree_entry_type(entry) == GIT_OBJECT_TREE
            else { return nil }
            return git_tree_entry_name(entry).map { String(cString: $0) }
        }
    }
}
