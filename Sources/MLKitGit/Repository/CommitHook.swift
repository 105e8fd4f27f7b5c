internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// A commit that git has not made yet, and of one of whose hooks this process is a part (githooks(5)).
///
/// Git says nothing of it but by `GIT_INDEX_FILE`, which it sets for `post-commit` too and which many hooks take away. So it is
/// known by the processes above this one, the nearest first: by the hook's name, or, where the hook's script was replaced by what
/// it runs (`exec`), by git itself.
struct CommitHook {
    /// `nil` where no process has it in its words any more.
    let name: String?

    private static let before: Set<String> = ["pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg"]
    private static let after: Set<String> = ["post-commit", "post-merge", "post-rewrite", "post-checkout"]
    /// What of git runs such hooks.
    private static let commands: Set<String> = ["commit", "merge", "cherry-pick", "revert", "am"]
    /// More processes do not stand between a hook and a command.
    private static let depth = 50

    init?(of repository: Repository) {
        let hasIndex = repository.environment["GIT_INDEX_FILE"] != nil
        var (process, seen) = (ProcessLines(of: getppid()), String?.none)
        for _ in 0..<Self.depth {
            guard let current = process else { return nil }
            let names = current.names
            if names.contains(where: Self.after.contains) { return nil }
            seen = seen ?? names.first(where: Self.before.contains)
            let isGit = current.gitCommand.map(Self.commands.contains) == true && (hasIndex || current.folder == repository.root)
            if isGit || (hasIndex && seen != nil) {
                guard seen != nil || !repository.hasMoved(since: current.start) else { return nil }
                name = seen
                return
            }
            process = current.parent.flatMap { ProcessLines(of: $0) }
        }
        return nil
    }
}

extension Repository {
    /// Times of files are of a clock that is behind by so much, in seconds.
    private static var coarseness: Double { 0.01 }

    /// Whether `HEAD` came to another commit since a time, in seconds: after that a hook is one of those that run afterwards.
    fileprivate func hasMoved(since time: Double?) -> Bool {
        guard let time, let head = try? Head(of: self) else { return false }
        let files = [gitFolder.pushing("logs/HEAD"), (sharedFolder ?? gitFolder).pushing(FilePath(head.reference))]
        return files.contains { file in
            var status = stat()
            guard stat(file.string, &status) == 0 else { return false }
            return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9 > time - Self.coarseness
        }
    }
}
