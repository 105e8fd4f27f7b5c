internal import MLKitCache
internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitRunning
internal import MLKitSnapshots
internal import MLKitSpec
internal import SystemPackage

/// The folder that a trial runs in: a project with the trial's inputs alone, and the cache of the real one.
struct TrialFolder: Sendable {
    let plan: TrialPlan
    /// The trial's project.
    let pipeline: Pipeline
    private let home: Pipeline
    private let sandbox: Sandbox
    private let scratch: FilePath

    init?(_ plan: TrialPlan, at scratch: FilePath, of home: Pipeline) {
        guard var stage = plan.stages.first else { return nil }
        self.plan = plan
        self.home = home
        self.scratch = scratch
        stage.inputs = plan.inputs
        stage.outputs = plan.stages.flatMap(\.outputs)
        sandbox = Sandbox(stage: stage, project: home.project, scratch: scratch, files: home.files)
        pipeline = home.elsewhere(sandbox.folder, plan.spec)
    }

    /// Puts the inputs in.
    func fill() throws {
        try home.files.remove(scratch)
        _ = try sandbox.fill()
        for output in plan.freshOutputs { try home.files.remove(pipeline.project.pushing(FilePath(output))) }
    }

    func remove() throws { try home.files.remove(scratch) }

    /// The metric, once all stages are done.
    func metric() throws -> Double { try TrialPlan.metric(plan.metric, in: pipeline.snapshot()) }

    /// Files of the project that a log names and the trial does not have.
    func undeclared(in log: [String]) throws -> [Diagnostic] {
        try sandbox.undeclared(in: log.joined(separator: "\n"))
    }
}

extension TrialPlan {
    /// The metric of the trial, and the looks at a test split that it is of, if all its stages were run like this before,
    /// as the cache tells without anything being put in place; `nil` if something has to run.
    func remembered(_ pipeline: Pipeline) throws -> (metric: Double, looks: [JSON])? {
        var hashes: ByteTable<ContentHash> = [:]
        var looks: [JSON] = []
        var last: RunRecord?
        for stage in stages {
            guard pipeline.isCached(stage), !stage.inputs.contains(where: isMixed) else { return nil }
            var fingerprint = try outerFingerprint(of: stage, pipeline)
            for input in stage.inputs where isInner(input) {
                guard let hash = hashes[input.path] else { return nil }
                fingerprint.inputs.updateValue(hash, forKey: input.path)
            }
            guard let record = try pipeline.record(stage, fingerprint) else { return nil }
            hashes.merge(record.lock.contentHashes) { $1 }
            looks += record.lock.result.looks
            if stage.name == metric.stage { last = record }
        }
        guard let last, let metric = try? Self.metric(metric, in: snapshot(last, pipeline)) else { return nil }
        return (metric, looks)
    }

    /// The state of the project in which the metric's stage is as in the cache.
    private func snapshot(_ record: RunRecord, _ pipeline: Pipeline) throws -> ProjectSnapshot {
        let lock = StageLock.path(of: metric.stage, in: FilePath("")).string
        let cache = pipeline.cache
        return try ProjectSnapshot(revision: nil, spec: spec) { path in
            if path == lock { return record.lock.json.compactBytes }
            guard let entry = record.objects[path], entry.kind != .folder else { return nil }
            guard let bytes = try cache.content(of: entry, limit: ProjectSnapshot.sizeLimit) else {
                throw Failure("the cache does not have `\(path)` any more")
            }
            return bytes
        }
    }

    /// - Throws: `Failure` if there is no such figure, or it is no finite number.
    static func metric(_ metric: SweepSpec.Metric, in snapshot: ProjectSnapshot) throws -> Double {
        let figures = try snapshot.metrics([metric.stage]).first { $0.stage == metric.stage }
        guard let value = figures?[metric.name] else {
            throw Failure(
                "`\(metric.stage)` has no metric `\(metric.name)`",
                hint: Suggestion.hint(for: metric.name, among: (figures?.values ?? []).map(\.name)))
        }
        guard let number = value.double, number.isFinite else {
            throw Failure("the metric `\(metric.name)` is \(Figure.text(value)), not a finite number")
        }
        return number
    }
}
