internal import MLKitCore

/// Where files were last in the history of `HEAD`, and the commit that took them away.
///
/// Where branches meet, the way goes on along those that do not have the file: the commit that took it away is on one of them.
struct Departures {
    struct Departure {
        /// The last commit that has the file, and the file's blob there.
        let last: ObjectID
        let blob: ObjectID
        /// The commit after it, which does not have the file; `nil` where `HEAD` still has it.
        let commit: ObjectID?
    }

    private(set) var byPath: ByteTable<Departure> = [:]
    /// Whether history was followed to its beginning, or to where a shallow clone ends.
    private(set) var isWhole = true

    /// So many commits are looked at: milliseconds each hundred. What was deleted longer ago was not moved lately.
    static let reach = 2_000

    init(of paths: [String], in repository: Repository) throws {
        guard !paths.isEmpty, let head = try repository.headCommit else { return }
        let versions = FileVersions(in: repository)
        var way = CommitWay(try ObjectReader(repository))
        for path in paths {
            if let blob = try versions.blob(path, in: head) {
                byPath[path] = Departure(last: head, blob: blob, commit: nil)
            } else {
                try way.add(path, at: head)
            }
        }
        var merged: ByteTable<Departure> = [:]
        for _ in 0..<Self.reach {
            guard let (commit, parents, paths) = way.next() else { break }
            for path in paths where byPath[path] == nil {
                let blobs = try parents.map { try versions.blob(path, in: $0) }
                let have = zip(parents, blobs).compactMap { parent, blob in
                    blob.map { Departure(last: parent, blob: $0, commit: commit) }
                }
                guard have.count < parents.count else { byPath[path] = have.first; continue }
                // One that never had it says nothing of where it went.
                if merged[path] == nil { merged[path] = have.first }
                for (parent, blob) in zip(parents, blobs) where blob == nil { try way.add(path, at: parent) }
            }
        }
        isWhole = way.isOver
        byPath.merge(merged) { first, _ in first }
    }
}

/// The commits that are still to be looked at for some files, newest first.
private struct CommitWay {
    private let reader: ObjectReader
    private var waiting: [ObjectID: (header: CommitHeader, paths: PathSet)] = [:]
    private var seen: [ObjectID: PathSet] = [:]

    init(_ reader: ObjectReader) { self.reader = reader }

    var isOver: Bool { waiting.isEmpty }

    /// A commit that is not here, as behind the end of a shallow clone, is passed over.
    mutating func add(_ path: String, at commit: ObjectID) throws {
        guard seen[commit]?.contains(path) != true else { return }
        if waiting[commit] != nil {
            waiting[commit]?.paths.insert(path)
        } else if let header = try reader.commit(commit) {
            waiting[commit] = (header, [path])
        }
    }

    /// The parents are those that are here.
    mutating func next() -> (commit: ObjectID, parents: [ObjectID], paths: [String])? {
        guard let (commit, found) = waiting.max(by: { $0.value.header.committed < $1.value.header.committed }) else { return nil }
        waiting[commit] = nil
        seen[commit, default: []].formUnion(found.paths)
        let parents = found.header.parents.filter { ((try? reader.commit($0)) ?? nil) != nil }
        return (commit, parents, found.paths.sorted())
    }
}

/// Which blob a file is in commits.
private final class FileVersions {
    private let repository: Repository
    private var trees: [ObjectID: Tree] = [:]
    /// By file, and by what stands for the first part of its path: where that is the same, there is no need to go down into it.
    private var known: ByteTable<[ObjectID: ObjectID]> = [:]

    private static let mostTrees = 200

    init(in repository: Repository) { self.repository = repository }

    /// `nil` where there is no file of the path.
    func blob(_ path: String, in commit: ObjectID) throws -> ObjectID? {
        let tree = try tree(of: commit)
        guard let top = tree[RepositoryPath.parents(of: path).first ?? path]?.id else { return nil }
        let blob = try known[path]?[top] ?? look(path, in: tree)
        known[path, default: [:]][top] = blob
        return blob == .zero ? nil : blob
    }

    private func look(_ path: String, in tree: Tree) throws -> ObjectID {
        guard let entry = try tree.entry(at: path), [.file, .executable].contains(entry.mode) else { return .zero }
        return entry.id
    }

    private func tree(of commit: ObjectID) throws -> Tree {
        if let tree = trees[commit] { return tree }
        if trees.count >= Self.mostTrees { trees.removeAll() }
        let tree = try Commit(commit, in: repository).tree()
        trees[commit] = tree
        return tree
    }
}
