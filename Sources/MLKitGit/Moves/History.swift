internal import CLibGit2

/// The commits that lead to one, newest first, as far as they are here: libgit2's own walk stops at the end of a shallow
/// clone with an error.
final class History {
    private let reader: ObjectReader
    /// Commits to come, the newest last.
    private var waiting: [(id: ObjectID, header: CommitHeader)] = []
    private var seen: Set<ObjectID> = []

    init(from commit: ObjectID, in repository: Repository) throws {
        reader = try ObjectReader(repository)
        try add(commit)
    }

    /// `nil` at the end.
    func next() throws -> ObjectID? {
        guard let (id, header) = waiting.popLast() else { return nil }
        for parent in header.parents { try add(parent) }
        return id
    }

    private func add(_ commit: ObjectID) throws {
        guard seen.insert(commit).inserted, let header = try reader.commit(commit) else { return }
        // Few wait at a time: as many as there are branches side by side.
        let place = waiting.lastIndex { $0.header.committed <= header.committed } ?? -1
        waiting.insert((commit, header), at: place + 1)
    }
}
