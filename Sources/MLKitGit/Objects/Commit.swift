internal import CLibGit2

/// A commit, read.
final class Commit {
    let pointer: OpaquePointer
    let repository: Repository

    init(_ id: ObjectID, in repository: Repository) throws {
        var oid = id.oid
        pointer = try acquire("read commit \(id.short)") { git_commit_lookup(&$0, repository.pointer, &oid) }
        self.repository = repository
    }

    deinit { git_commit_free(pointer) }

    func tree() throws -> Tree {
        guard let id = git_commit_tree_id(pointer) else { throw GitLibrary.failure(-1, "read a commit") }
        return try Tree(ObjectID(id.pointee), in: repository)
    }
}
