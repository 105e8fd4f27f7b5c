internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

extension Repository {
    /// What git is in the middle of, in words such as "a merge"; `nil` if it is not.
    public var unfinishedWork: String? {
        switch git_repository_state_t(rawValue: UInt32(git_repository_state(pointer))) {
        case GIT_REPOSITORY_STATE_NONE: nil
        case GIT_REPOSITORY_STATE_MERGE: "a merge"
        case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: "a revert"
        case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: "a cherry-pick"
        case GIT_REPOSITORY_STATE_BISECT: "a bisect"
        default: "a rebase"
        }
    }

    /// Whether `HEAD` is a commit, and not a branch: what is committed is on no branch then.
    public var isDetached: Bool { git_repository_head_detached(pointer) == 1 }

    /// - Throws: `Failure` in the middle of a rebase, a merge or the like: a commit would become part of it, or end it. So in the
    ///   middle of a commit, which git gives up if another comes in between.
    public func refuseUnfinished() throws {
        if let hook = CommitHook(of: self) {
            let whose = hook.name.map { "whose hook `\($0)` this is" } ?? "in one of whose hooks this is"
            throw Failure(
                "git is in the middle of a commit, \(whose): it fails if another comes in between",
                hint: "run mlkit after the commit, as in the hook `post-commit`; commands that take `--no-commit` write without one")
        }
        guard let work = unfinishedWork else { return }
        throw Failure(
            "git is in the middle of \(work), of which a commit would become a part",
            hint: "finish it or give it up first; commands that take `--no-commit` write without one")
    }

    /// The files that are unmerged in the index, in the order of their paths.
    public var unmergedFiles: [String] {
        get throws {
            let index = try openIndex()
            defer { git_index_free(index) }
            guard git_index_has_conflicts(index) == 1 else { return [] }
            var files = [String]()
            for position in 0..<git_index_entrycount(index) {
                guard let entry = git_index_get_byindex(index, position), git_index_entry_stage(entry) > 0,
                    let path = entry.pointee.path.map({ String(cString: $0) }), files.last != path
                else { continue }
                files.append(path)
            }
            return files
        }
    }

    /// Whether only a part of the history is here.
    public var isShallow: Bool { git_repository_is_shallow(pointer) == 1 }

    /// The `.git` folder that all worktrees share.
    var sharedFolder: FilePath? { git_repository_commondir(pointer).map { FilePath(String(cString: $0)) } }

    /// The commits at which a shallow clone ends, a line each; empty for a whole one.
    public var shallowCommits: String {
        guard isShallow, let folder = sharedFolder else { return "" }
        return (try? LocalFileSystem().readText(folder.appending("shallow"))) ?? ""
    }
}
