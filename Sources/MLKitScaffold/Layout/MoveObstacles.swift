internal import MLKitCore
internal import SystemPackage

/// Finds what is in the way of moves.
struct MoveObstacles {
    let project: FilePath
    let files: any FileSystem
    /// Where files of the template are, and will not be.
    let vacated: Set<String>
    /// Where the template puts files.
    let targets: Set<String>

    /// A conflict for each move that cannot be made.
    func conflicts(_ moves: [UpdatePlan.Move]) throws -> [FileAction] {
        var seen: [String: String] = [:]
        let leaving = Set(moves.map(\.from))
        return try moves.compactMap { move in
            let other = seen.updateValue(move.from, forKey: move.to)
            let reason = try other.map { "`\($0)` goes there too" } ?? obstacle(move.to, leaving)
            return reason.map {
                FileAction(.conflict, move.to, from: move.from, reason: $0, isObstacle: true)
            }
        }
    }

    private func obstacle(_ path: String, _ leaving: Set<String>) throws -> String? {
        if targets.contains(path) { return "the template has a file of that name there" }
        if vacated.contains(path) || leaving.contains(path) { return nil }
        return try files.exists(project.pushing(FilePath(path))) ? "something of that name is there" : nil
    }
}
