internal import CLibGit2

/// A tree in the making, begun from another or from nothing.
final class TreeBuilder {
    private let pointer: OpaquePointer
    private let repository: Repository

    init(from tree: Tree?, in repository: Repository) throws {
        self.repository = repository
        pointer = try acquire("build a tree") { git_treebuilder_new(&$0, repository.pointer, tree?.pointer) }
    }

    deinit { git_treebuilder_free(pointer) }

    var isEmpty: Bool { git_treebuilder_entrycount(pointer) == 0 }

    func insert(_ name: String, _ entry: Tree.Entry) throws {
        var oid = entry.id.oid
        try check(
            git_treebuilder_insert(nil, pointer, name, &oid, entry.mode.value), "put `\(name)` into a tree")
    }

    func remove(_ name: String) throws {
        guard git_treebuilder_get(pointer, name) != nil else { return }
        try check(git_treebuilder_remove(pointer, name), "take `\(name)` out of a tree")
    }

    func write() throws -> ObjectID {
        var id = git_oid()
        try repository.write("a tree") { git_treebuilder_write(&id, pointer) }
        return ObjectID(id)
    }
}
