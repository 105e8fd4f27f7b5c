internal import CLibGit2
internal import MLKitCore

extension Repository {
    /// The commit that a revision names, in git's words: `HEAD~2`, `main`, `v1.0`, a part of an id; `nil` if it names
    /// none.
    public func commit(_ revision: String) throws -> ObjectID? {
        guard !revision.isEmpty, !revision.utf8.contains(0) else { return nil }
        var object: OpaquePointer?
        guard git_revparse_single(&object, pointer, revision + "^{commit}") == 0, let object else { return nil }
        defer { git_object_free(object) }
        return git_object_id(object).map { ObjectID($0.pointee) }
    }

    /// The names of local branches, sorted.
    public func branches() throws -> [String] { try references("refs/heads/") }

    /// What people call commits: branches, tags and remotes' branches by their short names.
    public func revisionNames() throws -> [String] {
        try branches() + references("refs/tags/") + references("refs/remotes/")
    }

    private func references(_ prefix: String) throws -> [String] {
        var names = git_strarray()
        defer { git_strarray_dispose(&names) }
        try check(git_reference_list(&names, pointer), "list git's references")
        let all = (0..<names.count).compactMap { names.strings[$0].map { String(cString: $0) } }
        return all.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
    }
}
