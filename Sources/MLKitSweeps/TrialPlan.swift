internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

/// The part of a project that a trial runs: the stages that depend on swept parameters, as far as the metric needs
/// them, with the trial's values.
struct TrialPlan: Sendable {
    let spec: ProjectSpec
    let metric: SweepSpec.Metric
    /// Producers first.
    let stages: [StageSpec]
    /// The other stages that these read from: they are the same for all trials.
    let upstream: [String]
    private let produced: PathIndexes

    /// The paths that the trial's own stages write.
    private struct PathIndexes: Sendable {
        var outputs: [FilePath]

        /// Whether all of a path is written by the trial.
        func covers(_ path: FilePath) -> Bool { outputs.contains { path.starts(with: $0) } }
        /// Whether something inside a path, or that a pattern matches, is written by the trial.
        func touches(_ path: FilePath) -> Bool {
            guard Glob.isPattern(path.string) else { return outputs.contains { $0.starts(with: path) } }
            let glob = Glob(path.string)
            return outputs.contains { glob.overlaps($0.string) }
        }
    }

    init(spec: ProjectSpec, metric: SweepSpec.Metric, swept: [String]) {
        self.spec = spec
        self.metric = metric
        var needed: Set<String> = [metric.stage]
        for stage in spec.stages.reversed() where needed.contains(stage.name) { needed.formUnion(stage.producers) }
        var own = Set<String>()
        for stage in spec.stages where needed.contains(stage.name) {
            if stage.uses(swept) || stage.producers.contains(where: own.contains) { own.insert(stage.name) }
        }
        // A trial has only its inputs, and so no mlkit.yaml with other values than its own.
        stages = spec.stages.filter { own.contains($0.name) }.map { stage in
            var stage = stage
            stage.overridden = []
            return stage
        }
        let producers = Set(stages.flatMap(\.producers)).subtracting(own)
        upstream = spec.stages.map(\.name).filter(producers.contains)
        produced = PathIndexes(outputs: stages.flatMap(\.outputs).map { FilePath($0.path).lexicallyNormalized() })
    }

    /// What the trial's stages read that none of them writes, wholly or in part, and outputs that they read again.
    var inputs: [StageInput] {
        stages.flatMap(\.inputs).filter { !produced.covers(FilePath($0.path).lexicallyNormalized()) }
            + stages.flatMap(\.outputs).filter(\.isKept).map { StageInput(role: $0.role, path: $0.path) }
    }

    /// What must not be there before the trial's stages have written it.
    var freshOutputs: [String] { stages.flatMap(\.outputs).filter { !$0.isKept }.map(\.path) }

    /// What a stage of the trial follows from besides its values.
    struct Origin {
        var fingerprint: StageFingerprint
        /// The stage's name, and hashes of what else it finds.
        var rest: [JSON.Member]
    }

    /// Everything that the trial's stages follow from besides their values.
    func origins(_ pipeline: Pipeline) throws -> [Origin] {
        try stages.map { stage in
            let mixed = try stage.inputs.filter(isMixed).map { input in
                JSON.Member(input.path, .string(try foreignPart(of: FilePath(input.path), pipeline)))
            }
            let kept = try pipeline.keptHashes(stage) { try pipeline.fingerprinter.hash($0) }
            let members = kept.sorted { $0.key < $1.key }.map { path, hash in
                JSON.Member(path, hash.map { .string($0.description) } ?? .null)
            }
            return Origin(
                fingerprint: try outerFingerprint(of: stage, pipeline),
                rest: [
                    JSON.Member("stage", .string(stage.name)), JSON.Member("mixed", .object(mixed)),
                    JSON.Member("kept", .object(members)),
                ])
        }
    }

    static func json(_ origins: [Origin]) -> JSON {
        .array(origins.map { .object($0.fingerprint.keyMembers + $0.rest) })
    }

    /// The same as if one kind of stage did not ask for one of its engines, for each kind and engine.
    static func withoutAnEngine(_ origins: [Origin]) -> [[Origin]] {
        Set(origins.map(\.fingerprint.kind)).sorted().flatMap { kind in
            let engines = Set(origins.filter { $0.fingerprint.kind == kind }.flatMap(\.fingerprint.engines.keys))
            return engines.sorted().map { engine in
                origins.map { origin in
                    guard origin.fingerprint.kind == kind else { return origin }
                    return Origin(fingerprint: origin.fingerprint.without(engine: engine), rest: origin.rest)
                }
            }
        }
    }

    /// A stage's fingerprint as far as it does not depend on the trial's own stages.
    func outerFingerprint(of stage: StageSpec, _ pipeline: Pipeline) throws -> StageFingerprint {
        var outer = stage
        outer.inputs = stage.inputs.filter { !isInner($0) && !isMixed($0) }
        return try pipeline.fingerprinter.fingerprint(outer)
    }

    /// Whether the trial writes all of an input.
    func isInner(_ input: StageInput) -> Bool { produced.covers(FilePath(input.path).lexicallyNormalized()) }

    /// Whether the trial writes something in a folder that is an input.
    func isMixed(_ input: StageInput) -> Bool {
        !isInner(input) && produced.touches(FilePath(input.path).lexicallyNormalized())
    }

    /// A hash of what is in a folder but for what the trial writes.
    private func foreignPart(of path: FilePath, _ pipeline: Pipeline) throws -> String {
        if try Glob.isPattern(path.string, in: pipeline.project, files: pipeline.files) {
            let matches = try Glob(path.string).matches(in: pipeline.project, files: pipeline.files)
            let parts = try matches.map { "\($0) \(try foreignPart(of: FilePath($0), pipeline))" }
            return ContentHash(of: parts.joined(separator: "\n")).description
        }
        let place = pipeline.project.pushing(path)
        let normal = path.lexicallyNormalized()
        if produced.covers(normal) { return "" }
        guard produced.touches(normal), try pipeline.files.information(at: place)?.kind == .directory else {
            return try pipeline.fingerprinter.hash(path.string)?.description ?? ""
        }
        let parts = try pipeline.files.list(place).map { name in
            "\(name) \(try foreignPart(of: path.appending(name), pipeline))"
        }
        return ContentHash(of: parts.joined(separator: "\n")).description
    }
}
