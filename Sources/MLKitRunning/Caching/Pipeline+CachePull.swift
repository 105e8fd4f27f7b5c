public import MLKitCache
internal import MLKitCore
internal import MLKitFingerprints
public import MLKitGit
internal import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// Puts in place the outputs of stages that are not up to date, from the cache and a remote: those that the stage's
    /// lock names, where it fits or they are missing, or those of a run like the one that would be made now.
    ///
    /// - Parameters:
    ///   - names: the stages; all if empty.
    ///   - command: the command line, for others who wait for it.
    ///   - waiting: is told, once and for whom, if another command has to end first.
    public func pullCache(
        _ names: [String], from remote: String? = nil, git: GitEnvironment, command: String,
        waiting: (ProjectHolder?) -> Void
    ) async throws -> CachePull {
        let wanted = names.isEmpty ? spec.stages : try spec.stages(named: names)
        let ground = try PullGround(self, git)
        try ground.checkOwn()
        let hold = try await hold(for: command, waiting: waiting)
        defer { withExtendedLifetime(hold) {} }
        var exchange = try exchange(with: remote)
        try prefetch(wanted, &exchange)
        let stages = try wanted.map { stage in try pull(stage, ground, &exchange) }
        hashes.save()
        return CachePull(stages: stages, traffic: exchange.traffic)
    }

    /// All that the locks at hand name, in a few large requests rather than some for each stage.
    private func prefetch(_ stages: [StageSpec], _ exchange: inout CacheExchange) throws {
        var keys = Set<ContentHash>()
        for stage in stages where isCached(stage) {
            guard let lock = try StageLock.read(stage.name, in: project, files: files) else { continue }
            if try isMissingOutputs(lock, of: stage) { keys.insert(try key(stage, lock: lock)) }
        }
        try exchange.fetch(runs: keys)
        try exchange.fetch(objectsOf: keys.compactMap { try cache.record($0) })
    }

    private func pull(
        _ stage: StageSpec, _ ground: PullGround, _ exchange: inout CacheExchange
    ) throws -> CachePull.Stage {
        let lock = try StageLock.read(stage.name, in: project, files: files)
        let fingerprint = try fingerprinter.fingerprint(stage)
        guard try !fingerprinter.staleReasons(stage, lock, fingerprint).allSatisfy({ isOfUncached($0, stage) }) else {
            return CachePull.Stage(name: stage.name, outcome: .upToDate)
        }
        let isMissing = try lock.map { try isMissingOutputs($0, of: stage) } ?? false
        guard isCached(stage), let source = try fetch(stage, fingerprint, lock, isMissing, &exchange) else {
            return CachePull.Stage(name: stage.name, outcome: isMissing ? .missing : .unknown)
        }
        do {
            for path in source.objects.keys { try ground.check(path) }
            let notes = try put(source, of: stage)
            if !source.isLocked {
                var made = source.lock
                if made.fingerprint == lock?.fingerprint { made.gateOverride = lock?.gateOverride }
                try made.write(stage.name, in: project, files: files)
            }
            return CachePull.Stage(name: stage.name, outcome: .restored, reason: notes.first)
        } catch let problem as ObjectProblem {
            return CachePull.Stage(name: stage.name, outcome: .failed, reason: "\(problem)")
        } catch let failure as Failure {
            return CachePull.Stage(name: stage.name, outcome: .failed, reason: failure.diagnostics.first?.message)
        }
    }

    /// Whether nothing is wrong but that an output is missing which no cache has, beside others that it has.
    private func isOfUncached(_ reason: StaleReason, _ stage: StageSpec) -> Bool {
        guard isCached(stage), case .outputMissing(let path) = reason else { return false }
        return uncached(stage).contains(ByteText(path))
    }

    /// What a stage's outputs are to be put in place from, with all of it here as far as the remote has it; `nil` if
    /// neither knows them.
    func fetch(
        _ stage: StageSpec, _ fingerprint: StageFingerprint, _ lock: StageLock?, _ isMissing: Bool,
        _ exchange: inout CacheExchange
    ) throws -> RestoreSource? {
        if let lock, try isToBeKept(lock, stage, fingerprint) { return try fetch(stage, lock, &exchange) }
        try exchange.fetch(runs: [try key(stage, fingerprint)])
        if let record = try record(stage, fingerprint) {
            try exchange.fetch(objectsOf: [record])
            return RestoreSource(record)
        }
        guard isMissing, let lock, fits(lock.outputs.keys, stage) else { return nil }
        return try fetch(stage, lock, &exchange)
    }

    /// The outputs that a lock names.
    private func fetch(
        _ stage: StageSpec, _ lock: StageLock, _ exchange: inout CacheExchange
    ) throws -> RestoreSource? {
        let key = try key(stage, lock: lock)
        try exchange.fetch(runs: [key])
        if let record = try cache.record(key), record.lock.outputs == lock.outputs, fits(record, stage) {
            try exchange.fetch(objectsOf: [record])
            return try isUnchanged(uncached(stage), since: lock, mayLack: true) ? RestoreSource(record, lock: lock) : nil
        }
        let wanted = lock.outputs.filter { !uncached(stage).contains(ByteText($0.key)) }
        try exchange.fetch(outputs: Set(wanted.map(\.value)))
        return try lockedSource(stage, lock, mayLack: true)
    }

    /// Whether something is missing that the cache is to have.
    private func isMissingOutputs(_ lock: StageLock, of stage: StageSpec) throws -> Bool {
        let uncached = uncached(stage)
        return try lock.outputs.keys.contains { path in
            try !uncached.contains(ByteText(path)) && !files.exists(project.pushing(FilePath(path)))
        }
    }

    /// The key of the run that a lock is of. An output that is read again counts as it stands, so that an edit of it is
    /// not overwritten.
    private func key(_ stage: StageSpec, lock: StageLock) throws -> ContentHash {
        RunCache.key(
            lock.fingerprint, kept: try keptHashes(stage) { try fingerprinter.hash($0) ?? lock.outputs[$0] })
    }
}

/// What a pull did.
public struct CachePull: Hashable, Sendable {
    public enum Outcome: String, Sendable {
        case upToDate = "up to date"
        case restored
        /// Neither the cache nor the remote has a run like this.
        case unknown
        /// The same, and outputs that the stage's lock names are not here.
        case missing
        /// It is known, and something of it is missing or damaged.
        case failed
    }

    public struct Stage: Hashable, Sendable {
        public var name: String
        public var outcome: Outcome
        /// Why it failed, or what is to be told of what stood there.
        public var reason: String?
    }

    /// In the order of running.
    public var stages: [Stage]
    public var traffic: CacheTraffic

    public var hasFailed: Bool { stages.contains { $0.outcome == .failed || $0.outcome == .missing } }
}
