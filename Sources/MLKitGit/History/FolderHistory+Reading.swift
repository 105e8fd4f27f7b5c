/// What a commit's history was, from the table.
extension FolderHistory {
    /// The commits, of those that lead to one, that changed the folder; newest first, children before parents.
    public func entries(upTo commit: ObjectID) -> [Entry] {
        let reachable = reachable(from: commit)
        let found = entries.filter { reachable[Int($0.key)] }
        let sorted = found.sorted { (rows[Int($0.key)].order, $0.key) > (rows[Int($1.key)].order, $1.key) }
        return sorted.map(\.value)
    }

    /// How many commits lead to one, it included.
    func reachableCount(from commit: ObjectID) -> Int {
        reachable(from: commit).count { $0 }
    }

    private func reachable(from commit: ObjectID) -> [Bool] {
        var isReached = [Bool](repeating: false, count: rows.count)
        guard let start = row(of: commit) else { return isReached }
        var stack = [Int32(start)]
        isReached[start] = true
        while let next = stack.popLast() {
            for parent in parents(of: rows[Int(next)]) where !isReached[Int(parent)] {
                isReached[Int(parent)] = true
                stack.append(parent)
            }
        }
        return isReached
    }

    /// A state of the folder, and since when a branch had it.
    public struct Stage: Sendable {
        public var since: Int
        /// The folder's tree; `nil` if there was none.
        public var folder: ObjectID?
    }

    /// The states that the folder had on the way of first parents to a commit: what was on its branch, not on those
    /// that were merged into it. Newest first.
    public func stages(upTo commit: ObjectID) -> [Stage] {
        var stages = [Stage]()
        var last: ObjectID??
        var next = row(of: commit)
        while let index = next {
            let row = rows[index]
            if last == .some(row.folder), let stage = stages.last {
                stages[stages.count - 1].since = min(stage.since, row.committed)
            } else {
                stages.append(Stage(since: row.committed, folder: row.folder))
            }
            last = row.folder
            next = parents(of: row).first.map { Int($0) }.flatMap { rows[$0].order < row.order ? $0 : nil }
        }
        return stages
    }
}
