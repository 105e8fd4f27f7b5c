internal import MLKitCore

extension Repository {
    /// The blobs that a file was in the history of `HEAD`, the newest first.
    public func versions(of path: String) throws -> [ObjectID] {
        guard let head = try headCommit else { return [] }
        var found: [ObjectID] = []
        let history = try History(from: head, in: self)
        for _ in 0..<LastVersions.reach {
            guard let commit = try history.next() else { break }
            guard let blob = try blobID(at: path, in: commit), !found.contains(blob) else { continue }
            found.append(blob)
        }
        return found
    }
}

/// The last commit, on the way back from `HEAD`, that held each of some files.
struct LastVersions {
    struct Version {
        var commit: ObjectID
        var blob: ObjectID
    }

    private(set) var byPath: ByteTable<Version> = [:]

    /// So many commits are looked at: milliseconds each hundred. What was deleted longer ago was not moved lately.
    fileprivate static let reach = 2_000

    init(of paths: [String], in repository: Repository) throws {
        guard !paths.isEmpty, let head = try repository.headCommit else { return }
        var missing = paths
        // Where the top folder is the same as in the commit before, there is no need to go down into it.
        var seen: ByteTable<Set<ObjectID>> = [:]
        let history = try History(from: head, in: repository)
        for _ in 0..<Self.reach {
            guard !missing.isEmpty, let commit = try history.next() else { return }
            let tree = try Commit(commit, in: repository).tree()
            var isNew: ByteTable<Bool> = [:]
            missing = try missing.filter { path in
                let top = RepositoryPath.parents(of: path).first ?? path
                let folder = tree[top]?.id ?? .zero
                let isFresh = isNew[top] ?? seen[top, default: []].insert(folder).inserted
                isNew[top] = isFresh
                guard isFresh, let entry = try tree.entry(at: path), [.file, .executable].contains(entry.mode) else {
                    return true
                }
                byPath[path] = Version(commit: commit, blob: entry.id)
                return false
            }
        }
    }
}
