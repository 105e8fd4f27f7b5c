internal import CLibGit2
internal import MLKitCore

/// Adds commits to a table of a folder's history.
///
/// Of most commits only the tree's id and that of the folder in it are looked at; where the latter differs from that of
/// every parent, the folders are compared.
final class HistoryWalk {
    private let reader: ObjectReader
    private let comparison: TreeComparison
    private let origin: FolderOrigin
    private var locators: [Int32: FolderLocator] = [:]
    private var rowOf: [ObjectID: Int32] = [:]
    /// By new row, counted from the first of them: what its parents are called.
    private var parentIDs: [[ObjectID]] = []
    private var trees: [ObjectID] = []

    init(_ repository: Repository) throws {
        reader = try ObjectReader(repository)
        comparison = TreeComparison(reader)
        origin = FolderOrigin(reader, comparison)
    }

    func add(_ commit: ObjectID, to history: inout FolderHistory) throws {
        let start = history.rows.count
        rowOf.reserveCapacity(history.rows.count)
        for (index, row) in history.rows.enumerated() { rowOf[row.id] = Int32(index) }
        try collect(commit, in: &history)
        connect(start, in: &history)
        order(start, in: &history)
        for index in start..<history.rows.count {
            history.entries[Int32(index)] = try entry(history.rows[index], in: history)
        }
    }

    /// Reads every commit that is not in the table yet.
    private func collect(_ commit: ObjectID, in history: inout FolderHistory) throws {
        let start = history.rows.count
        var stack: [(id: ObjectID, child: Int32?)] = [(commit, nil)]
        while let (id, child) = stack.popLast() {
            guard rowOf[id] == nil, let header = try reader.commit(id) else { continue }
            let index = Int32(history.rows.count)
            let childTree = child.map { (history.rows[Int($0)], trees[Int($0) - start]) }
            let place = try place(header.tree, child: childTree, in: &history)
            history.rows.append(
                FolderHistory.Row(
                    id: id, committed: header.committed, order: FolderHistory.unknown, folder: place.folder,
                    path: place.path, isCut: false, firstParent: 0, parentCount: 0))
            rowOf[id] = index
            trees.append(header.tree)
            parentIDs.append(header.parents)
            // The first parent is walked first, so that a commit has the path that it has on the main line.
            for parent in header.parents.reversed() { stack.append((parent, index)) }
        }
    }

    /// Where the folder is in a commit's tree: where its child has it, or where it was moved from.
    private func place(
        _ tree: ObjectID, child: (row: FolderHistory.Row, tree: ObjectID)?, in history: inout FolderHistory
    ) throws -> (path: Int32, folder: ObjectID?) {
        let path = child?.row.path ?? 0
        if let folder = try locator(path, history).folder(in: tree) { return (path, folder) }
        guard let child, child.row.folder != nil,
            let earlier = try origin.path(of: history.paths[Int(path)], in: child.tree, before: tree)
        else { return (path, nil) }
        let known = history.paths.firstIndex(ofBytes: earlier)
        if known == nil { history.paths.append(earlier) }
        let index = Int32(known ?? history.paths.count - 1)
        return (index, try locator(index, history).folder(in: tree))
    }

    private func locator(_ path: Int32, _ history: FolderHistory) -> FolderLocator {
        if let locator = locators[path] { return locator }
        let locator = FolderLocator(history.paths[Int(path)], reader)
        locators[path] = locator
        return locator
    }

    /// Turns the parents' names into rows.
    private func connect(_ start: Int, in history: inout FolderHistory) {
        for (offset, ids) in parentIDs.enumerated() {
            let found = ids.compactMap { rowOf[$0] }
            history.rows[start + offset].firstParent = Int32(history.parents.count)
            history.rows[start + offset].parentCount = Int32(found.count)
            history.rows[start + offset].isCut = found.count < ids.count
            history.parents += found
        }
    }

    /// Gives each new commit a place in the order, its parents first. A damaged commit-graph may lead in circles, in
    /// which a parent that waits for its own child is passed over.
    private func order(_ start: Int, in history: inout FolderHistory) {
        for index in start..<history.rows.count {
            var stack = [index]
            while let top = stack.last {
                let row = history.rows[top]
                let parents = history.parents(of: row).map { Int($0) }
                switch row.order {
                case FolderHistory.unknown:
                    history.rows[top].order = FolderHistory.waiting
                    stack += parents.filter { history.rows[$0].order == FolderHistory.unknown }
                case FolderHistory.waiting:
                    let newest = parents.map { history.rows[$0].order }.max() ?? FolderHistory.waiting
                    let isFree = newest == FolderHistory.waiting
                    history.rows[top].order = isFree ? row.committed : max(row.committed, newest + 1)
                    stack.removeLast()
                default: stack.removeLast()
                }
            }
        }
    }

    /// What a commit changed in the folder; of a merge, what differs from every parent. `nil` if nothing.
    private func entry(_ row: FolderHistory.Row, in history: FolderHistory) throws -> FolderHistory.Entry? {
        let parents = history.parents(of: row).map { history.rows[Int($0)].folder }
        guard !row.isCut, parents.allSatisfy({ $0 != row.folder }), !(parents.isEmpty && row.folder == nil) else {
            return nil
        }
        var changes = try comparison.changes(from: parents.first ?? nil, to: row.folder)
        for parent in parents.dropFirst() {
            let others = PathSet(try comparison.changes(from: parent, to: row.folder).map(\.path))
            changes.removeAll { !others.contains($0.path) }
        }
        guard !changes.isEmpty, let author = try reader.read(row.id, GIT_OBJECT_COMMIT, { CommitAuthor($0) }) else {
            return nil
        }
        return FolderHistory.Entry(commit: row.id, author: author, changes: changes)
    }
}
