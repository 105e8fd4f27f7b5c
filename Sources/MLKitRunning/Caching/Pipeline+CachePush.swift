public import MLKitCache
internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// Sends all runs of the cache, with their objects, that a remote does not have, and what the locks at hand name: also
    /// where the cache was lost, or is damaged, and the outputs are still there.
    ///
    /// - Parameters:
    ///   - remote: in place of the one in the spec.
    ///   - verifies: whether all that the remote has is read too, and sent again where it is damaged.
    ///   - command: the command line, for others who wait for it.
    ///   - waiting: is told, once and for whom, if another command has to end first.
    public func pushCache(
        to remote: String? = nil, verifies: Bool = false, command: String, waiting: (ProjectHolder?) -> Void
    ) async throws -> CachePush {
        var exchange = try exchange(with: remote)
        for _ in 0..<Self.attempts {
            let (locked, hashes, missing) = try await lockedEntries(command, waiting)
            if try exchange.push(locked, of: hashes, verifies: verifies, now: now()) {
                return CachePush(traffic: exchange.traffic, missing: missing)
            }
        }
        throw Failure(
            "objects in the cache are damaged again as soon as they are made", hint: "look at the disk that it is on")
    }

    /// How often what is damaged in the cache is taken from the outputs again.
    private static let attempts = 3

    /// What the locks at hand name, as the cache has it; and what is nowhere to be had here.
    private func lockedEntries(
        _ command: String, _ waiting: (ProjectHolder?) -> Void
    ) async throws -> (entries: [CachedEntry], hashes: Set<ContentHash>, missing: [CachePush.Missing]) {
        var known = Set<ContentHash>()
        var entries = [CachedEntry]()
        var missing = [CachePush.Missing]()
        for stage in spec.stages where isCached(stage) {
            guard let lock = try StageLock.read(stage.name, in: project, files: files) else { continue }
            known.insert(lock.outputsHash)
            if try !isHeld(stage, lock), try isInPlace(lock) {
                let hold = try await hold(for: command, waiting: waiting)
                _ = try keep(stage, lock)
                withExtendedLifetime(hold) {}
            }
            for (path, hash) in lock.outputs.sorted where !uncached(stage).contains(ByteText(path)) {
                if let entry = try entry(hash, of: path, in: lock), try cache.store.holds(entry) {
                    entries.append(entry)
                } else {
                    missing.append(CachePush.Missing(stage: stage.name, path: path))
                }
            }
        }
        hashes.save()
        return (entries, known, missing)
    }

    private func isHeld(_ stage: StageSpec, _ lock: StageLock) throws -> Bool {
        let key = RunCache.key(lock.fingerprint, kept: keptHashes(stage) { lock.outputs[$0] })
        guard let record = try cache.record(key), record.lock.outputs == lock.outputs else { return false }
        return try record.objects.values.allSatisfy { try cache.store.holds($0) }
    }

    /// Whether all outputs stand as a lock names them.
    private func isInPlace(_ lock: StageLock) throws -> Bool {
        try !lock.outputs.isEmpty && lock.result.products.sortedByBytes() == lock.outputs.sorted.map(\.key)
            && lock.outputs.keys.allSatisfy { try fingerprinter.stands($0, as: lock) == true }
    }
}

extension Pipeline {
    /// - Parameter given: what whoever sits here has named, in place of what the spec says.
    func exchange(with given: String?) throws -> CacheExchange {
        guard let remote = given ?? spec.cache.remote else {
            throw Failure(
                "the project has no remote for its cache",
                hint: "name one in mlkit.yaml, as `cache: {remote: /mnt/shared/cache}`, or with --remote")
        }
        let name = RemoteName(remote)
        if given == nil, name.hasSettings {
            throw Failure(
                "`cache.remote` in mlkit.yaml has settings of rclone's, which can make it run any command: `\(name.shown)`",
                hint: "if you know where it comes from, make a remote of it with `rclone config` and name that, or give it "
                    + "yourself with --remote")
        }
        if !name.isRclone { try checkPlace(ofRemote: remote) }
        return try CacheExchange(cache: cache, remote: remote, environment: environment, files: files, now: now())
    }
}

extension Pipeline {
    /// - Throws: `Failure` for a folder that something else is written into, or taken away from.
    private func checkPlace(ofRemote remote: String) throws {
        let path = ProjectPath.normal(remote)
        guard !path.hasPrefix("~"), let why = useOfPlace(project.pushing(FilePath(path))) else { return }
        throw Failure("the remote `\(remote)` of the cache is \(why)", hint: "name a folder of its own, best outside of the project")
    }
}

/// What a push did.
public struct CachePush: Hashable, Sendable {
    /// An output that a lock names, and that is neither in the cache nor in its place.
    public struct Missing: Hashable, Sendable {
        public var stage: String
        public var path: String
    }

    public var traffic: CacheTraffic
    public var missing: [Missing]
}
