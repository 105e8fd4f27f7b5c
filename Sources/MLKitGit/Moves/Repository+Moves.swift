public import MLKitCore
internal import SystemPackage

extension Repository {
    /// Where the user moved files to.
    ///
    /// A file can only have moved to one that was not there when the last commit that held it was made: among those,
    /// tracked or not but not ignored, the one that is the same, or else the most similar to what the file held then or
    /// in the given blob, by at least half. The best matches come first, and none is taken twice. Where history does not show
    /// it, it has moved to the one file that is the given blob.
    ///
    /// - Parameters:
    ///   - lost: files with a blob that they once were; those that are there are passed over.
    ///   - known: files that nothing has moved to, because it is known what they are.
    ///   - folder: where files are looked for that history does not show; empty for everywhere.
    /// - Returns: the new paths by the old ones.
    public func movedFiles(
        _ lost: [(path: String, blob: ObjectID)], known: PathSet, below folder: String = ""
    ) throws -> ByteTable<String> {
        let gone = try lost.filter { try !isThere($0.path) }
        let versions = try LastVersions(of: gone.map(\.path), in: self).byPath
        var pairs = [MovePair]()
        for (commit, files) in Dictionary(grouping: gone, by: { versions[$0.path]?.commit }) {
            guard let commit else { continue }
            let sources = try files.map { file in
                try MoveSource(file.path, [versions[file.path]?.blob, file.blob].compactMap { $0 }, in: self)
            }
            pairs += try MovePair.all(from: sources, to: AddedFiles(since: commit, in: self), known)
        }
        var found = MovePair.best(pairs)
        let rest = gone.filter { found[$0.path] == nil }
        guard !rest.isEmpty else { return found }
        let same = try SameFiles(as: Set(rest.map(\.blob)), below: folder, in: self, known: known)
        try found.merge(same.find(rest, except: found.values)) { first, _ in first }
        return found
    }

    /// Whether something stands at a path, and not only at where a link on the way to it leads. Where it may not be looked,
    /// nothing is known to be gone.
    private func isThere(_ path: String) throws -> Bool {
        let disk = LocalFileSystem()
        guard try !RepositoryPath.parents(of: path).contains(where: { try disk.isLink(root.pushing(FilePath($0))) }) else {
            return false
        }
        do { return try disk.standing(at: root.pushing(FilePath(path))) != nil } catch { return true }
    }
}
