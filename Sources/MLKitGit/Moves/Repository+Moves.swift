internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

extension Repository {
    /// Where the user moved files to.
    ///
    /// A file has moved to one that appeared in the commit in which it vanished, or that is staged where it is gone since
    /// the last commit: the one that is the same, or else the most similar to what it held then or in the given blob, by at least
    /// half. The best matches come first, and none is taken twice. A file that was there before is none, whatever it
    /// holds, nor is one that git does not know. Where history has nothing of a file, as its first commit was amended, it has
    /// moved to the one file that is the given blob; in a shallow clone that is not told.
    ///
    /// - Parameters:
    ///   - lost: files with a blob that they once were; those that are there are passed over.
    ///   - known: files that nothing has moved to, because it is known what they are.
    ///   - folder: where files are looked for that history does not show; empty for everywhere.
    public func movedFiles(
        _ lost: [(path: String, blob: ObjectID)], known: PathSet, below folder: String = ""
    ) throws -> MovedFiles {
        let gone = try lost.filter { try !isThere($0.path) }
        let walkers = gone.map { MoveTrail.Walker(origin: $0.path, path: $0.path, blobs: [$0.blob]) }
        let trail = try MoveTrail(walkers, known: known, in: self)
        guard !trail.untraced.isEmpty else { return trail.found }
        if isShallow {
            var found = trail.found
            found.untold = PathSet(trail.untraced.map(\.origin))
            return found
        }
        let rest = trail.untraced.compactMap { walker in walker.blobs.first.map { (path: walker.origin, blob: $0) } }
        let same = try SameFiles(as: Set(rest.map(\.blob)), below: folder, in: self, known: known)
        var found = trail.found
        try found.places.merge(same.find(rest, areTracked: true, except: found.places.values)) { first, _ in first }
        let missing = rest.filter { found.places[$0.path] == nil }
        try found.unadded.merge(same.find(missing, areTracked: false, except: found.unadded.values)) { first, _ in first }
        return found
    }

    /// Whether git has a file, and it is in the working tree, or left out of it by a sparse checkout.
    func isHere(_ path: String) throws -> Bool {
        let index = try openIndex()
        defer { git_index_free(index) }
        guard let entry = git_index_get_bypath(index, path, 0) ?? git_index_get_bypath(index, path, 2) else { return false }
        return try entry.pointee.isLeftOut || isThere(path)
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
