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

    /// The commit that stands in for another (git-replace(1)); mostly itself.
    func replacement(of commit: ObjectID) throws -> ObjectID {
        guard environment["GIT_NO_REPLACE_OBJECTS"] == nil,
            try Configuration(of: self).flagIfSet("core.useReplaceRefs") ?? true
        else { return commit }
        var id = git_oid()
        let code = git_reference_name_to_id(&id, pointer, "refs/replace/\(commit.hex)")
        guard code != GIT_ENOTFOUND.rawValue else { return commit }
        try check(code, "read what replaces commit \(commit.short)")
        return ObjectID(id)
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
