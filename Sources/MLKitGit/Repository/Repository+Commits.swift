internal import CLibGit2
internal import MLKitCore

/// What can be asked of single commits.
extension Repository {
    /// Whether the repository has a commit, on whatever branch, or on none.
    public func hasCommit(_ id: ObjectID) throws -> Bool {
        var oid = id.oid
        var commit: OpaquePointer?
        let code = git_commit_lookup(&commit, pointer, &oid)
        defer { git_commit_free(commit) }
        guard code != GIT_ENOTFOUND.rawValue else { return false }
        try check(code, "read commit \(id.short)")
        return true
    }

    /// Those of some commits that are in the history of `HEAD`. It is walked once, back to the last of them.
    public func reached(of commits: Set<ObjectID>) throws -> Set<ObjectID> {
        guard let head = try headCommit else { return [] }
        let present = try commits.filter(hasCommit)
        var missing = present
        let history = try History(from: head, in: self)
        while !missing.isEmpty, let commit = try history.next() { missing.remove(commit) }
        return present.subtracting(missing)
    }
}
