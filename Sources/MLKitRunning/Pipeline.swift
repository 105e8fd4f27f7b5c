public import MLKitCore
public import MLKitFingerprints
public import MLKitProcesses
public import MLKitSpec
public import SystemPackage

/// The stages of one project, with the means to look at and run them.
public struct Pipeline: Sendable {
    public let spec: ProjectSpec
    public let project: FilePath
    public let files: any FileSystem
    /// What is known of files that were read before; saved by whoever looked at many.
    public let hashes: HashCache
    let unfinishedLog: UnfinishedLog
    let worker: FilePath
    let environment: [String: String]
    let engines: Fingerprinter.EngineVersions
    let now: @Sendable () -> Int
    /// Stands in for a guard and its processes where there are none, as on a disk in memory.
    let launcher: (any StageLauncher)?
    /// The project whose cache is used, where it is not this one.
    let cacheOwner: FilePath

    /// - Parameters:
    ///   - worker: the executable that implements the built-in stages as `stage-worker`, and looks after processes
    ///     as `stage-guard`.
    ///   - now: nanoseconds since 1970, for the cache of hashes.
    ///   - launcher: stands in for a guard and its processes where there are none, as on a disk in memory.
    public init(
        spec: ProjectSpec, project: FilePath, worker: FilePath, files: any FileSystem = LocalFileSystem(),
        environment: [String: String], engines: @escaping Fingerprinter.EngineVersions = { _ in [:] },
        now: @escaping @Sendable () -> Int, launcher: (any StageLauncher)? = nil
    ) {
        self.init(
            spec: spec, project: project, worker: worker, files: files, environment: environment, engines: engines,
            now: now, launcher: launcher, cacheOwner: project)
    }

    private init(
        spec: ProjectSpec, project: FilePath, worker: FilePath, files: any FileSystem,
        environment: [String: String], engines: @escaping Fingerprinter.EngineVersions,
        now: @escaping @Sendable () -> Int, launcher: (any StageLauncher)?, cacheOwner: FilePath
    ) {
        self.spec = spec
        self.project = project
        self.worker = worker
        self.files = files
        self.environment = environment
        self.engines = engines
        self.now = now
        self.launcher = launcher
        self.cacheOwner = cacheOwner
        hashes = HashCache(project: project, files: files, now: now)
        unfinishedLog = UnfinishedLog(project: project, files: files)
    }

    /// The same means for a project elsewhere, with the cache of this one.
    public func elsewhere(_ project: FilePath, _ spec: ProjectSpec) -> Pipeline {
        Pipeline(
            spec: spec, project: project, worker: worker, files: files, environment: environment, engines: engines,
            now: now, launcher: launcher, cacheOwner: cacheOwner)
    }

    public var fingerprinter: Fingerprinter {
        Fingerprinter(
            project: project, files: files, hashes: hashes, environment: environment, engines: engines,
            made: { [spec] in Array(spec.stages.lazy.flatMap { $0.outputs.lazy.map(\.path) }.prefix(Self.mostMeant)) })
    }

    /// The most outputs among which the one is looked for that a missing input was meant to be.
    private static let mostMeant = 500

    /// What would run of some stages, and why, with everything as it is now.
    ///
    /// - Parameter force: whether they would run in any case.
    public func status(of selection: StageSelection = StageSelection(), force: Bool = false) throws -> [StageStatus] {
        let fingerprinter = try self.fingerprinter.leavingOut(leftovers(readBy: selection.stages(of: spec)).keys)
        var stale = Set<String>()
        var known = Set<String>()
        let idle = try force ? nil : idleStages(of: selection)?.names { stage, fingerprint, lock in
            guard canRestore(stage, fingerprint, lock) else { return false }
            known.insert(stage.name)
            return true
        }
        let linked = LinkedPaths(spec.stages, in: project, files: files)
        let statuses = try selection.stages(of: spec).map { stage in
            let lock = try StageLock.read(stage.name, in: project, files: files)
            let isForced = force && !stage.policy.isFrozen
            var status = StageStatus(stage: stage.name, kind: stage.kind, reasons: isForced ? [.forced] : [], lock: lock)
            try examine(stage, &status, waitingFor: stage.producers.filter(stale.contains), fingerprinter, force: isForced)
            if idle?.contains(stage.name) == true {
                status.isInCache = known.contains(stage.name)
                status.reasons = status.isInCache ? status.reasons.filter(\.isOfOutput) : []
                // What it reads is known by the locks of those that made it.
                status.problems = []
            } else if !status.reasons.isEmpty {
                stale.insert(stage.name)
            }
            status.problems += linked.problems(of: stage.name)
            return status
        }
        hashes.save()
        return statuses
    }

    /// Finds out why a stage would run, and what keeps it from it.
    private func examine(
        _ stage: StageSpec, _ status: inout StageStatus, waitingFor producers: [String], _ fingerprinter: Fingerprinter,
        force: Bool
    ) throws {
        // What is frozen waits for nobody.
        let waits = stage.policy.isFrozen ? [] : producers.map { StaleReason.waits(for: $0) }
        let look: StageLook
        do {
            look = try fingerprinter.observe(stage)
        } catch let failure as Failure {
            status.problems = failure.diagnostics
            status.reasons += [.unreadable(because: failure.diagnostics.first?.message ?? "")] + waits
            return
        }
        let missing = look.missing.filter { input in !input.producers.contains(where: producers.contains) }
        status.problems = fingerprinter.problems(of: stage, missing: missing) + foreignSpellings(of: stage)
        guard !force else { return }
        let reasons = try fingerprinter.staleReasons(stage, status.lock, look.fingerprint)
        let untold = missing.map(\.path).filter { path in !reasons.contains(.inputRemoved(path: path)) }
        status.reasons = reasons + untold.map { .inputMissing(path: $0) } + waits
        status.isInCache = !status.reasons.isEmpty && waits.isEmpty && canRestore(stage, look.fingerprint, status.lock)
        if stage.policy.isFrozen, !status.reasons.isEmpty, !status.isInCache { status.problems.append(stage.frozenProblem) }
    }
}

/// Whether one stage is up to date, and why not.
public struct StageStatus: Sendable {
    public var stage: String
    public var kind: String
    /// Why it has to run; empty if it is up to date.
    public var reasons: [StaleReason]
    public var lock: StageLock?
    /// Whether a stage that has to run would be restored from the cache instead. Not known, so `false`, of one that
    /// waits for another.
    public var isInCache = false
    /// What keeps it from running.
    public var problems: [Diagnostic] = []
}
