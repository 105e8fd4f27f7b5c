internal import MLKitCache
public import MLKitCore
public import MLKitGit
internal import SystemPackage

/// What a pull did for the checklist.
public struct EvidencePull: Sendable {
    /// The paths that were missing, or lacked something, and whether they are here now.
    public var paths: [(path: String, isHere: Bool)] = []
    /// What became of others that were asked for: each names its path.
    public var problems: [Diagnostic] = []

    public init() {}
}

extension Pipeline {
    /// Puts evidence in place that is missing in this clone, and that git does not have: whole files and folders, and of folders
    /// that are there what git leaves out. What stands otherwise in its place is fetched into the cache alone.
    ///
    /// - Parameter wanted: what it is bound by, by its path; a folder's ends with `/`.
    /// - Throws: `Failure` if the project cannot be looked at at all. What is wrong with one piece keeps no other away.
    public func pullEvidence(_ wanted: ByteTable<ContentHash>, from remote: String?, git: GitEnvironment) throws -> EvidencePull {
        let (ground, repository) = (try PullGround(self, git), try Repository.discover(from: project, environment: git))
        var pull = EvidencePull()
        for (path, hash) in wanted.sorted {
            do {
                let isHere = try bring(path, hash, from: remote, ground, repository)
                if let isHere { pull.paths.append((path, isHere)) }
            } catch let failure as Failure {
                pull.problems += failure.diagnostics.map { diagnostic in
                    var told = diagnostic
                    if !told.message.contains(path) { told.message = "the evidence `\(path)`: \(told.message)" }
                    return told
                }
            }
        }
        hashes.save()
        return pull
    }

    /// - Returns: whether it is here now; `nil` if there was nothing to do, or git has it.
    private func bring(
        _ path: String, _ hash: ContentHash, from remote: String?, _ ground: PullGround, _ repository: Repository?
    ) throws -> Bool? {
        let (place, isFolder) = (project.pushing(FilePath(path)), path.hasSuffix("/"))
        func isTracked(_ place: FilePath) throws -> Bool {
            guard let repository, let inside = repository.path(of: place) else { return false }
            return try repository.isTracked(inside)
        }
        guard try files.exists(place) else {
            guard try !isTracked(place) else { return nil }
            try ground.check(path)
            try files.makeDirectory(place.removingLastComponent())
            return try bringEvidence(hash, isFolder: isFolder, to: place, from: remote)
        }
        guard try hashes.hash(place) != hash, try isFolder || !isTracked(place) else { return nil }
        guard let entry = try heldEvidence(hash, isFolder: isFolder) ?? fetchedEvidence(hash, isFolder: isFolder, from: remote) else {
            // In a folder git may have all of it, at another commit.
            return isFolder ? nil : false
        }
        return try isFolder ? complete(path, entry, hash, ground, isTracked) : nil
    }

    /// Puts into a folder what it lacks of its evidence, if nothing else is in the way of that.
    private func complete(
        _ path: String, _ entry: CachedEntry, _ hash: ContentHash, _ ground: PullGround, _ isTracked: (FilePath) throws -> Bool
    ) throws -> Bool? {
        let place = project.pushing(FilePath(path))
        let draft = place.removingLastComponent().appending(".\(place.lastComponent?.string ?? "").bringing")
        try ground.check(path)
        try put(entry, bound: hash, at: draft)
        defer { try? files.remove(draft) }
        let lacking = try Self.lacking(in: place, of: draft, files)
        guard !lacking.isEmpty, try lacking.allSatisfy({ try !isTracked(place.pushing($0)) }) else { return nil }
        for name in lacking {
            let target = FilePath(path).pushing(name)
            try ground.check(target.string)
            try files.makeDirectory(project.pushing(target).removingLastComponent())
            try files.rename(draft.pushing(name), to: project.pushing(target))
        }
        return try hashes.hash(place) == hash
    }

    /// What a folder has and another one has not, as the shortest ways to it.
    private static func lacking(in folder: FilePath, of other: FilePath, _ files: any FileSystem) throws -> [FilePath] {
        try files.list(other).sorted().flatMap { name -> [FilePath] in
            let (here, there) = (folder.appending(name), other.appending(name))
            guard let standing = try files.information(at: here) else { return [FilePath(name)] }
            guard standing.kind == .directory, try files.information(at: there)?.kind == .directory else { return [] }
            return try lacking(in: here, of: there, files).map { FilePath(name).pushing($0) }
        }
    }
}
