internal import CLibGit2

/// The commits that lead to one, newest first.
final class History {
    private let pointer: OpaquePointer

    init(from commit: ObjectID, in repository: Repository) throws {
        pointer = try acquire("read git's history") { git_revwalk_new(&$0, repository.pointer) }
        var oid = commit.oid
        try check(git_revwalk_sorting(pointer, GIT_SORT_TIME.rawValue), "read git's history")
        try check(git_revwalk_push(pointer, &oid), "read git's history")
    }

    deinit { git_revwalk_free(pointer) }

    /// `nil` at the end.
    func next() throws -> ObjectID? {
        var oid = git_oid()
        let code = git_revwalk_next(&oid, pointer)
        guard code != GIT_ITEROVER.rawValue else { return nil }
        try check(code, "read git's history")
        return ObjectID(oid)
    }
}
