internal import CLibGit2
internal import MLKitCore

/// Commits by what people call them.
extension Repository {
    /// The commit that a revision names, in any of git's ways: a branch, a tag, `HEAD~2`, the beginning of an id.
    ///
    /// - Throws: `Failure` if it names none, with the branch or tag that was perhaps meant.
    public func commit(named revision: String) throws -> ObjectID {
        var object: OpaquePointer?
        // Nothing and a NUL would be read as another name.
        let isName = !revision.isEmpty && !revision.utf8.contains(0)
        let code = isName ? git_revparse_single(&object, pointer, revision + "^{commit}") : GIT_ENOTFOUND.rawValue
        defer { git_object_free(object) }
        if code == 0, let id = git_object_id(object) { return ObjectID(id.pointee) }
        guard code != GIT_EAMBIGUOUS.rawValue else {
            throw Failure("several commits begin with `\(revision)`", hint: "write more of the one you mean")
        }
        if revision == "HEAD", try headCommit == nil {
            throw Failure("`HEAD` names no commit yet", hint: "commit something first")
        }
        let names = try revisionNames()
        let nearest = Suggestion.nearest(to: revision, among: names).map { "did you mean `\($0)`?" }
        throw Failure(
            "`\(revision.shortened)` names no commit in this repository",
            hint: nearest ?? "name a branch, a tag or a commit; `git fetch` gets those of others")
    }

    /// The names of local branches, sorted.
    public func branches() throws -> [String] { try names(below: "refs/heads/") }

    /// The names of a remote's branches, as far as they were fetched, sorted.
    public func branches(of remote: String) throws -> [String] {
        try names(below: "refs/remotes/\(remote)/").filter { $0 != "HEAD" }
    }

    private func names(below prefix: String) throws -> [String] {
        try references().filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
    }

    /// `HEAD`, and branches and tags as people write them.
    private func revisionNames() throws -> [String] {
        let prefixes = ["refs/heads/", "refs/tags/", "refs/remotes/"]
        return try ["HEAD"]
            + references().compactMap { name in
                prefixes.first { name.hasPrefix($0) }.map { String(name.dropFirst($0.count)) }
            }
    }

    private func references() throws -> [String] {
        var list = git_strarray()
        defer { git_strarray_dispose(&list) }
        try check(git_reference_list(&list, pointer), "list git's references")
        return (0..<list.count).compactMap { list.strings[$0].map { String(cString: $0) } }
    }

    /// The commit from which two others went apart; `nil` if they have none in common.
    public func mergeBase(_ one: ObjectID, _ other: ObjectID) throws -> ObjectID? {
        var (a, b, base) = (one.oid, other.oid, git_oid())
        let code = git_merge_base(&base, pointer, &a, &b)
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        try check(code, "find where two commits went apart")
        return ObjectID(base)
    }
}
