internal import MLKitCore

extension FolderHistory {
    /// The table for a folder and all commits that lead to one.
    ///
    /// - Parameters:
    ///   - path: the folder, from the repository's root.
    ///   - known: a table of the same folder, from which only the commits that are not in it are added; those that no
    ///     branch may have any more are dropped when they are the greater part.
    public static func read(
        _ path: String, upTo commit: ObjectID, in repository: Repository, from known: FolderHistory? = nil
    ) throws -> FolderHistory {
        var history = known ?? FolderHistory(of: path)
        guard history.row(of: commit) == nil else { return history }
        try HistoryWalk(repository).add(commit, to: &history)
        guard known != nil, history.rows.count > 2 * history.reachableCount(from: commit) + unreachableLimit else {
            return history
        }
        return try read(path, upTo: commit, in: repository)
    }

    private static let unreachableLimit = 1_000
}
