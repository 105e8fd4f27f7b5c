internal import MLKitCore
internal import MLKitGit

extension Diagnostic {
    /// That a commit was made on a detached HEAD.
    static func onNoBranch(_ commit: ObjectID) -> Diagnostic {
        .warning(
            "the commit \(commit.short) is on no branch, as git's HEAD is detached: it is lost once something else is checked out",
            hint: "`git switch --create NAME` goes on from it on a new branch; or `git cherry-pick \(commit.short)` takes it to the "
                + "branch that you switch to")
    }
}
