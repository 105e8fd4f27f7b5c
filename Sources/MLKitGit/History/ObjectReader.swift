internal import CLibGit2

/// Reads objects as the bytes that git keeps of them: libgit2's own commits and trees cost several times as much, which
/// tells in histories of many thousands.
final class ObjectReader {
    private let database: OpaquePointer
    private let graph: CommitGraph?

    /// Each object is read once and trusted as git itself trusts it, so libgit2 neither keeps nor hashes it. Both are
    /// switches of the whole process, and nothing but speed depends on them.
    init(_ repository: Repository) throws {
        try check(mlkit_git_set_switch(Int32(GIT_OPT_ENABLE_CACHING.rawValue), 0), "configure git")
        try check(mlkit_git_set_switch(Int32(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION.rawValue), 0), "configure git")
        database = try acquire("open git's objects") { git_repository_odb(&$0, repository.pointer) }
        graph = CommitGraph(of: repository)
    }

    deinit {
        git_odb_free(database)
        _ = mlkit_git_set_switch(Int32(GIT_OPT_ENABLE_CACHING.rawValue), 1)
        _ = mlkit_git_set_switch(Int32(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION.rawValue), 1)
    }

    /// What `body` makes of an object's bytes; `nil` if the repository does not have it, as a shallow clone.
    func read<Result>(
        _ id: ObjectID, _ kind: git_object_t, _ body: (UnsafeRawBufferPointer) throws -> Result?
    ) throws -> Result? {
        var oid = id.oid
        var object: OpaquePointer?
        let code = git_odb_read(&object, database, &oid)
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        try check(code, "read object \(id.short)")
        defer { git_odb_object_free(object) }
        guard git_odb_object_type(object) == kind else { return nil }
        return try body(UnsafeRawBufferPointer(start: git_odb_object_data(object), count: git_odb_object_size(object)))
    }

    func commit(_ id: ObjectID) throws -> CommitHeader? {
        try graph?.header(of: id) ?? read(id, GIT_OBJECT_COMMIT) { CommitHeader($0) }
    }

    func tree(_ id: ObjectID) throws -> [UInt8]? {
        try read(id, GIT_OBJECT_TREE) { Array($0) }
    }
}
