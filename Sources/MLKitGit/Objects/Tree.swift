internal import CLibGit2

/// A tree, read: the folder of a commit.
final class Tree {
    let pointer: OpaquePointer
    let repository: Repository

    /// One name in a tree.
    struct Entry {
        var id: ObjectID
        var mode: FileMode
    }

    init(_ id: ObjectID, in repository: Repository) throws {
        var oid = id.oid
        pointer = try repository.acquireObject("read tree \(id.short)") { git_tree_lookup(&$0, repository.pointer, &oid) }
        self.repository = repository
    }

    deinit { git_tree_free(pointer) }

    /// What stands under a name directly in this tree.
    subscript(name: String) -> Entry? {
        git_tree_entry_byname(pointer, name).map { Self.entry($0) }
    }

    /// What stands at a path with `/` in it.
    func entry(at path: String) throws -> Entry? {
        var found: OpaquePointer?
        let code = git_tree_entry_bypath(&found, pointer, path)
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        try check(code, "look up `\(path)`")
        defer { git_tree_entry_free(found) }
        return found.map { Self.entry($0) }
    }

    private static func entry(_ pointer: OpaquePointer) -> Entry {
        let id = git_tree_entry_id(pointer).map { ObjectID($0.pointee) } ?? .zero
        return Entry(id: id, mode: FileMode(git_tree_entry_filemode(pointer)))
    }
}
