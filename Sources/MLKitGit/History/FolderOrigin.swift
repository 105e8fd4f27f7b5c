internal import CLibGit2
internal import MLKitCore

/// Finds where a folder that is new in a commit stood in the one before, as when a project was moved inside a larger
/// repository: the folder of the same name that is gone since, and has the most files that the new one has.
struct FolderOrigin {
    private let reader: ObjectReader
    private let comparison: TreeComparison

    /// A file counts as the same by its path in the folder, and once more by its content. So much of the old folder, in
    /// percent, has to be in the new one.
    private static let least = 50
    /// Deeper folders are not searched.
    private static let depth = 8

    init(_ reader: ObjectReader, _ comparison: TreeComparison) {
        self.reader = reader
        self.comparison = comparison
    }

    /// The path that the folder had.
    ///
    /// - Parameters:
    ///   - path: where it stands now.
    ///   - before: the tree of the earlier commit, which has nothing there.
    func path(of path: String, in after: ObjectID, before: ObjectID) throws -> String? {
        guard !path.isEmpty, case let name = RepositoryPath.name(of: path),
            let folder = try FolderLocator(path, reader).folder(in: after)
        else { return nil }
        let files = ByteTable(try self.files(folder)) { $1 }
        let gone = try goneFolders(name, before, after, below: "", depth: 0)
        let scored = try gone.map { (path: $0.path, score: try score(self.files($0.id), in: files)) }
        let best = scored.max { ($0.score, $1.path) < ($1.score, $0.path) }
        return best.flatMap { $0.score >= Self.least ? $0.path : nil }
    }

    private func files(_ folder: ObjectID) throws -> [(String, ObjectID)] {
        try comparison.changes(from: nil, to: folder).compactMap { change in change.new.map { (change.path, $0) } }
    }

    private func score(_ old: [(path: String, id: ObjectID)], in new: ByteTable<ObjectID>) -> Int {
        guard !old.isEmpty else { return 0 }
        let same = old.count { new[$0.path] != nil } + old.count { new[$0.path] == $0.id }
        return same * 100 / (2 * old.count)
    }

    /// The folders of a name that only the earlier of two trees has.
    private func goneFolders(
        _ name: String, _ before: ObjectID, _ after: ObjectID?, below prefix: String, depth: Int
    ) throws -> [(path: String, id: ObjectID)] {
        guard before != after, depth < Self.depth else { return [] }
        let later = ByteTable(try after.map(folders) ?? []) { $1 }
        return try folders(before).flatMap { folder, id in
            if folder.hasSameBytes(as: name), later[folder] == nil { return [(prefix + folder, id)] }
            return try goneFolders(name, id, later[folder], below: prefix + folder + "/", depth: depth + 1)
        }
    }

    private func folders(_ tree: ObjectID) throws -> [(String, ObjectID)] {
        try reader.read(tree, GIT_OBJECT_TREE) { bytes in
            var entries = TreeEntries(bytes)
            var found = [(String, ObjectID)]()
            while let entry = entries.next() { if entry.isFolder { found.append((entry.text, ObjectID(entry.id))) } }
            return found
        } ?? []
    }
}
