internal import MLKitCache
public import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
public import SystemPackage

/// What answers of the checklist rest on, kept for as long as a record names it: like the outputs of a run whose key
/// follows from the content alone, so that collecting, pushing and pulling need not know of it.
extension Pipeline {
    private static let keeper = "evidence"

    /// Takes a file or folder of the project into the cache.
    ///
    /// - Parameter hash: what it is bound by.
    /// - Throws: `Failure` for what cannot be cached, or is no longer what it was.
    public func keepEvidence(_ path: String, bound hash: ContentHash) throws {
        try checkSharedCache()
        try files.makeIgnoredDirectory(cache.folder)
        let place = project.pushing(FilePath(path))
        let entry = try cache.store.add(place, noting: hashes, isOutput: false)
        guard try hashes.hash(place) == hash else { throw Failure("`\(path)` changed while it was taken into the cache") }
        try keep(entry, bound: hash)
        hashes.save()
    }

    /// Notes that what the cache has is evidence, so that it stays when what made it is gone, and goes along to a remote.
    private func keep(_ entry: CachedEntry, bound hash: ContentHash) throws {
        let lock = StageLock(
            fingerprint: Self.fingerprint(hash), outputs: [Self.keeper: hash], result: StageResult(summary: ""))
        try cache.write(
            RunRecord(key: Self.key(hash), stage: Self.keeper, lock: lock, objects: [Self.keeper: entry], log: nil))
    }

    /// Puts what was bound by a hash where nothing stands, from the cache, else from the remote if the spec names one.
    ///
    /// - Returns: whether it was to be had.
    /// - Throws: `Failure` if what is kept is not what was bound; nothing stands there then.
    public func bringEvidence(
        _ hash: ContentHash, isFolder: Bool, to place: FilePath, from remote: String? = nil
    ) throws -> Bool {
        guard let entry = try heldEvidence(hash, isFolder: isFolder) ?? fetchedEvidence(hash, isFolder: isFolder, from: remote) else {
            return false
        }
        try put(entry, bound: hash, at: place)
        return true
    }

    /// What a remote has: by its own, or as the output of a stage that it once was.
    func fetchedEvidence(_ hash: ContentHash, isFolder: Bool, from remote: String?) throws -> CachedEntry? {
        guard remote ?? spec.cache.remote != nil else { return nil }
        var exchange = try exchange(with: remote)
        try exchange.fetch(runs: [Self.key(hash)])
        if let record = try cache.record(Self.key(hash)), let entry = record.objects[Self.keeper] {
            try exchange.fetch(objectsOf: [record])
            return try cache.store.holds(entry) ? entry : nil
        }
        try exchange.fetch(outputs: [hash])
        guard let entry = try cache.store.entry(hash, isFolder: isFolder), try cache.store.holds(entry) else { return nil }
        try keep(entry, bound: hash)
        return entry
    }

    /// Gives what was kept its place once all of it is there and is what was bound: bytes under the name of evidence are taken
    /// for it.
    func put(_ entry: CachedEntry, bound hash: ContentHash, at place: FilePath) throws {
        let draft = place.removingLastComponent().appending(".\(place.lastComponent?.string ?? "").bringing")
        try files.remove(draft)
        do {
            try cache.store.restore(entry, to: draft, mayLink: false)
            guard try hashes.hash(draft) == hash else {
                throw Failure("what the cache has for `\(place)` is not what the answer is bound to")
            }
            try files.rename(draft, to: place)
        } catch {
            try files.remove(draft)
            throw error
        }
    }

    /// Whether the cache here keeps it as evidence, whatever becomes of what made it.
    public func keepsEvidence(_ hash: ContentHash) throws -> Bool {
        guard let entry = try cache.record(Self.key(hash))?.objects[Self.keeper] else { return false }
        return try cache.store.has(entry)
    }

    /// Whether the cache here has what was bound by a hash, as an output of a stage or by itself.
    public func holdsEvidence(_ hash: ContentHash, isFolder: Bool) throws -> Bool {
        try heldEvidence(hash, isFolder: isFolder) != nil
    }

    func heldEvidence(_ hash: ContentHash, isFolder: Bool) throws -> CachedEntry? {
        if let entry = try cache.record(Self.key(hash))?.objects[Self.keeper], try cache.store.has(entry) { return entry }
        return try cache.store.entry(hash, isFolder: isFolder)
    }

    private static func key(_ hash: ContentHash) -> ContentHash { RunCache.key(fingerprint(hash), kept: [:]) }

    private static func fingerprint(_ hash: ContentHash) -> StageFingerprint {
        StageFingerprint(
            kind: keeper, version: 1, configuration: .null, parameters: [:], environment: [:], inputs: [keeper: hash])
    }
}
