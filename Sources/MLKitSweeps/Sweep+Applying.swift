internal import MLKitCore
internal import MLKitReports
internal import MLKitRunning
internal import MLKitSpec
internal import MLKitYAML

extension Sweep {
    /// `mlkit.yaml` with what a trial set, and all else byte for byte.
    ///
    /// - Throws: `Failure` if a value cannot be changed alone, as one that an alias shares.
    public func applying(_ trial: SweepTrial, to text: [UInt8]) throws -> [UInt8] {
        var edit = YAMLEdit(text, file: ProjectSpec.fileName)
        let settings = settings(trial)
        let old = try ProjectSpec(parsing: text, kinds: pipeline.spec.kinds).parameters
        for (name, value) in settings where old.value(at: name) != value {
            edit.set([SpecSchema.parameters] + name.split(separator: ".").map(String.init), to: value)
        }
        let changed = try edit.result()
        let new = try ProjectSpec(parsing: changed, kinds: pipeline.spec.kinds).parameters
        for (name, value) in settings where new.value(at: name) != value {
            throw Failure("`\(name)` cannot be set to \(value.compact) in \(ProjectSpec.fileName)")
        }
        return changed
    }

    /// Whether the project has a trial's values already.
    public func isApplied(_ trial: SweepTrial) -> Bool {
        settings(trial).allSatisfy { pipeline.spec.parameters.value(at: $0.name) == $0.value }
    }

    /// Where another figure may be meant: a stage that the parameters come into, if the metric's is another one.
    public var nearerStage: String? {
        guard let plan = try? examplePlan(), let stage = plan.stages.first(where: { $0.uses(names) }),
            stage.name != spec.metric.stage, !stage.settings.isCommand
        else { return nil }
        let name = MeasuredSplit(figure: spec.metric.name).map { String(spec.metric.name.dropFirst($0.rawValue.count + 1)) }
        return "`\(spec.metric.stage)` tells it of the model that it selects; perhaps `\(stage.name).\(name ?? spec.metric.name)` is meant"
    }

    /// How many trials the sweep makes, unless values run out.
    public var planned: Int {
        let space = SearchSpace(spec.parameters)
        let limit = spec.trials ?? SweepSpec.standardTrials
        switch spec.method {
        case .grid: return min(space.count ?? 0, spec.trials ?? .max)
        case .random, .tpe: return min(space.count ?? .max, limit)
        case .halving, .hyperband: return spec.brackets.flatMap(\.rungs).reduce(0) { $0 + $1.trials }
        }
    }
}
