public import MLKitCache
internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// Sends all runs of the cache, with their objects, that a remote does not have.
    ///
    /// - Parameter remote: in place of the one in the spec.
    public func pushCache(to remote: String? = nil) throws -> CacheTraffic {
        var exchange = try exchange(with: remote)
        try exchange.push()
        return exchange.traffic
    }

    /// Puts in place the outputs of stages that are not up to date, from the cache and a remote: those of a run like
    /// the one that would be made now, or, where outputs of the stage's lock are missing, of the lock's.
    ///
    /// - Parameters:
    ///   - names: the stages; all if empty.
    ///   - command: the command line, for others who wait for it.
    ///   - waiting: is told, once and for whom, if another command has to end first.
    public func pullCache(
        _ names: [String], from remote: String? = nil, command: String, waiting: (ProjectHolder?) -> Void
    ) async throws -> CachePull {
        let wanted = names.isEmpty ? spec.stages : try spec.stages(named: names)
        let hold = try await hold(for: command, waiting: waiting)
        defer { withExtendedLifetime(hold) {} }
        var exchange = try exchange(with: remote)
        try prefetch(wanted, &exchange)
        let stages = try wanted.map { stage in try pull(stage, &exchange) }
        hashes.save()
        return CachePull(stages: stages, traffic: exchange.traffic)
    }

    /// All that the locks at hand name, in a few large requests rather than some for each stage.
    private func prefetch(_ stages: [StageSpec], _ exchange: inout CacheExchange) throws {
        var keys = Set<ContentHash>()
        for stage in stages where isCached(stage) {
            guard let lock = StageLock.read(stage.name, in: project, files: files) else { continue }
            if try isMissingOutputs(lock) { keys.insert(try key(stage, lock: lock)) }
        }
        try exchange.fetch(runs: keys)
        try exchange.fetch(objectsOf: keys.compactMap { try cache.record($0) })
    }

    private func pull(_ stage: StageSpec, _ exchange: inout CacheExchange) throws -> CachePull.Stage {
        let lock = StageLock.read(stage.name, in: project, files: files)
        let fingerprint = try fingerprinter.fingerprint(stage)
        guard try !fingerprinter.staleReasons(stage, lock, fingerprint).isEmpty else {
            return CachePull.Stage(name: stage.name, outcome: .upToDate)
        }
        guard isCached(stage) else { return CachePull.Stage(name: stage.name, outcome: .unknown) }
        var keys = [try key(stage, fingerprint)]
        if let lock, try isMissingOutputs(lock) { keys.append(try key(stage, lock: lock)) }
        for key in keys {
            try exchange.fetch(runs: [key])
            guard let record = try cache.record(key), fits(record, stage),
                try isUnchanged(uncached(stage), since: record.lock)
            else { continue }
            try exchange.fetch(objectsOf: [record])
            return try pulled(stage, record, lock)
        }
        return CachePull.Stage(name: stage.name, outcome: .unknown)
    }

    private func pulled(_ stage: StageSpec, _ record: RunRecord, _ old: StageLock?) throws -> CachePull.Stage {
        do {
            try restore(record, of: stage)
        } catch let problem as ObjectProblem {
            return CachePull.Stage(name: stage.name, outcome: .failed, reason: "\(problem)")
        }
        var lock = record.lock
        if lock.fingerprint == old?.fingerprint { lock.gateOverride = old?.gateOverride }
        try lock.write(stage.name, in: project, files: files)
        return CachePull.Stage(name: stage.name, outcome: .restored)
    }

    private func isMissingOutputs(_ lock: StageLock) throws -> Bool {
        try lock.outputs.keys.contains { try !files.exists(project.pushing(FilePath($0))) }
    }

    /// The key of the run that a lock is of. An output that is read again counts as it stands, so that an edit of it is
    /// not overwritten.
    private func key(_ stage: StageSpec, lock: StageLock) throws -> ContentHash {
        RunCache.key(
            lock.fingerprint, kept: try keptHashes(stage) { try fingerprinter.hash($0) ?? lock.outputs[$0] })
    }

    func exchange(with given: String?) throws -> CacheExchange {
        guard let remote = given ?? spec.cache.remote else {
            throw Failure(
                "the project has no remote for its cache",
                hint: "name one in mlkit.yaml, as `cache: {remote: /mnt/shared/cache}`, or with --remote")
        }
        return try CacheExchange(cache: cache, remote: remote, environment: environment, files: files)
    }
}

/// What a pull did.
public struct CachePull: Hashable, Sendable {
    public enum Outcome: String, Sendable {
        case upToDate = "up to date"
        case restored
        /// Neither the cache nor the remote has a run like this.
        case unknown
        /// It is known, and something of it is missing or damaged.
        case failed
    }

    public struct Stage: Hashable, Sendable {
        public var name: String
        public var outcome: Outcome
        /// Why it failed.
        public var reason: String?
    }

    /// In the order of running.
    public var stages: [Stage]
    public var traffic: CacheTraffic

    public var hasFailed: Bool { stages.contains { $0.outcome == .failed } }
}
