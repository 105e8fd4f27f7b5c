public import MLKitCore
public import MLKitSpec
public import SystemPackage

/// The stages of one project, with the means to look at and run them.
public struct Pipeline: Sendable {
    public let spec: ProjectSpec
    public let project: FilePath
    let worker: FilePath
    let files: any FileSystem
    let environment: [String: String]
    let hashes: HashCache

    /// - Parameters:
    ///   - worker: the executable that implements the built-in stages as `stage-worker`.
    ///   - now: nanoseconds since 1970, for the cache of hashes.
    public init(
        spec: ProjectSpec, project: FilePath, worker: FilePath, files: any FileSystem = LocalFileSystem(),
        environment: [String: String], now: @escaping @Sendable () -> Int
    ) {
        self.spec = spec
        self.project = project
        self.worker = worker
        self.files = files
        self.environment = environment
        hashes = HashCache(project: project, files: files, now: now)
    }

    var fingerprinter: Fingerprinter {
        Fingerprinter(project: project, files: files, hashes: hashes, environment: environment)
    }

    /// What would run, and why, with everything as it is now.
    public func status() throws -> [StageStatus] {
        var stale = Set<String>()
        let statuses = try spec.stages.map { stage in
            let lock = try StageLock.read(stage.name, in: project, files: files)
            let fingerprint = try fingerprinter.fingerprint(stage)
            var reasons = try fingerprinter.staleReasons(stage, lock, fingerprint)
            reasons += stage.producers.filter { stale.contains($0) }.map { .waits(for: $0) }
            if !reasons.isEmpty { stale.insert(stage.name) }
            return StageStatus(stage: stage.name, kind: stage.kind, reasons: reasons, lock: lock)
        }
        hashes.save()
        return statuses
    }

    /// The stages that the named ones need, and they themselves; all for no name.
    ///
    /// - Throws: `Failure` for a name that no stage has.
    func selection(_ names: [String]) throws -> [StageSpec] {
        guard !names.isEmpty else { return spec.stages }
        var wanted = Set<String>()
        for name in names {
            let matching = spec.stages.filter { $0.name == name || $0.group == name }
            guard !matching.isEmpty else {
                var seen = Set<String>()
                let known = spec.stages.flatMap { [$0.group, $0.name] }.filter { seen.insert($0).inserted }
                throw Failure("unknown stage `\(name)`", hint: Suggestion.hint(for: name, among: known))
            }
            wanted.formUnion(matching.map(\.name))
        }
        for stage in spec.stages.reversed() where wanted.contains(stage.name) { wanted.formUnion(stage.producers) }
        return spec.stages.filter { wanted.contains($0.name) }
    }
}

/// One stage's standing.
public struct StageStatus: Sendable {
    public var stage: String
    public var kind: String
    /// Why it has to run; empty if it is up to date.
    public var reasons: [StaleReason]
    public var lock: StageLock?
}
