internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Finds what is in the way of moves.
struct MoveObstacles {
    let project: FilePath
    let files: any FileSystem
    /// Where files of the template are, and will not be.
    let vacated: PathSet
    /// Where the template puts files.
    let targets: PathSet

    /// A conflict for each move that cannot be made.
    func conflicts(_ moves: [UpdatePlan.Move]) throws -> [FileAction] {
        var seen: ByteTable<String> = [:]
        let leaving = PathSet(moves.map(\.from))
        return try moves.compactMap { move in
            let other = seen[move.to]
            seen[move.to] = move.from
            let reason = try other.map { "`\($0)` goes there too" } ?? obstacle(move.to, leaving)
            return reason.map {
                FileAction(.conflict, move.to, from: move.from, reason: $0, isObstacle: true)
            }
        }
    }

    private func obstacle(_ path: String, _ leaving: PathSet) throws -> String? {
        if targets.contains(path) { return "the template has a file of that name there" }
        if vacated.contains(path) || leaving.contains(path) { return nil }
        return try files.exists(project.pushing(FilePath(path))) ? "something of that name is there" : nil
    }
}
