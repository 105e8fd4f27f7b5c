internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension JournalRunner {
    /// Where a journal stands whose process is gone.
    enum State {
        /// So many steps are done, and nobody else was at work.
        case begun(done: Int)
        /// Files are as they were again: the journal that takes back the rest.
        case givenUp(Journal)
        /// Files are neither as they were nor as they are to be.
        case foreign([String])
    }

    func state() throws -> State {
        let progress = try journal.steps.map { try self.progress(of: $0) }
        let done = progress.lastIndex(of: .after).map { $0 + 1 } ?? 0
        let undone = journal.places(of: done).made.filter { progress[$0] != .after }
        let foreign = Set(done..<progress.count).union(undone).filter { progress[$0] == .neither }
        guard foreign.isEmpty else { return .foreign(foreign.sorted().map { journal.steps[$0].path }) }
        if undone.isEmpty, done > 0 || journal.steps.isEmpty { return .begun(done: done) }
        return try back(progress)
    }

    /// What is done, in the other direction, if nothing stands in the way of that.
    private func back(_ progress: [Progress]) throws -> State {
        let done = zip(journal.steps, progress).filter { $1 == .after }.map(\.0)
        let back = Journal(kind: journal.kind, title: journal.title, steps: done, index: nil).inverted(journal.kind)
        let runner = JournalRunner(project: project, files: files, journal: back, contents: contents)
        let blocked = try back.steps.filter { try runner.progress(of: $0) != .before }
        return blocked.isEmpty ? .givenUp(back) : .foreign(blocked.map(\.path))
    }

    /// Takes away the drafts of files that were there when the process was killed.
    func removeLeftovers() throws {
        for step in journal.steps { try LocalFileSystem.removeLeftovers(of: step.path, in: project) }
    }
}

extension Journal.Step {
    /// The path that is named to people.
    var path: String {
        switch self {
        case .replace(let path, _, _): path
        case .move(let from, _, _): from
        }
    }

    /// Whether nothing stood there before.
    var isNew: Bool { if case .replace(_, nil, _) = self { true } else { false } }

    /// The path at which something stands afterwards, or nothing any more.
    var finalPath: String {
        switch self {
        case .replace(let path, _, _): path
        case .move(_, let to, _): to
        }
    }
}

extension Journal {
    /// What its first steps leave where. A place that one step leaves another may take: what counts is the last that has to
    /// do with it.
    ///
    /// - Returns: the steps whose results stand, and the places that were given up.
    func places(of count: Int) -> (made: [Int], left: PathSet) {
        var last: ByteTable<Int> = [:]
        var left = PathSet()
        for (index, step) in steps.prefix(count).enumerated() {
            if case .move(let from, _, _) = step {
                last[from] = nil
                left.insert(from)
            }
            last[step.finalPath] = index
            left.remove(step.finalPath)
        }
        return (last.values.sorted(), left)
    }
}
