public import MLKitCore
public import MLKitRunning
public import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

/// A sweep of a project: what depends on its parameters, and what was tried.
public struct Sweep: Sendable {
    /// Reads the project's spec with some parameters set otherwise.
    public typealias SpecReader = @Sendable ([ParameterOverride]) throws -> ProjectSpec

    public let spec: SweepSpec
    let pipeline: Pipeline
    private let read: SpecReader

    /// - Parameter read: must give the pipeline's spec when nothing is overridden.
    public init(_ spec: SweepSpec, of pipeline: Pipeline, read: @escaping SpecReader) {
        self.spec = spec.namingFigure(in: pipeline.spec)
        self.pipeline = pipeline
        self.read = read
    }

    /// The names of the parameters that trials set, as `mlkit.yaml` has them below `params`.
    public var names: [String] { spec.parameters.map(\.name) }

    /// The parameters that differ between trials, the budget's included.
    private var swept: [String] {
        names + (spec.method.usesBudget ? [spec.budget?.parameter].compactMap { $0 } : [])
    }

    /// What a trial sets, by dotted name.
    public func settings(_ trial: SweepTrial) -> [(name: String, value: JSON)] { settings(trial.proposal) }

    private func settings(_ proposal: SweepProposal) -> [(name: String, value: JSON)] {
        let budget = proposal.rung.flatMap { rung in spec.budget.map { ($0.parameter, rung.budget) } }
        return zip(names, proposal.values).map { ($0, $1) } + [budget].compactMap { $0 }
    }

    /// The stages of a trial, with its values.
    ///
    /// - Throws: `Failure` if some stage does not take them.
    func plan(_ proposal: SweepProposal) throws -> TrialPlan {
        let overrides = try settings(proposal).map { name, value in
            // Written and read again, as a user would write it.
            ParameterOverride(
                name: name, value: try YAMLDocument.parse(YAMLText.flow(value), file: "sweep \(spec.name)"))
        }
        return TrialPlan(spec: try read(overrides), metric: spec.metric, swept: swept)
    }

    /// Any values that the sweep can try, to see which stages depend on them.
    private var example: SweepProposal {
        let space = SearchSpace(spec.parameters)
        var random = SearchRandom(seed: 0, "example")
        let values = space.axes.map { $0.count == nil ? $0.sample(&random) : $0.value(number: 0) }
        let budget = spec.budget.map { $0.isWhole ? JSON.int(Int($0.maximum)) : .double($0.maximum) }
        let rung = spec.method.usesBudget
            ? budget.map { SweepRung(bracket: 0, rung: 0, configuration: 0, budget: $0) } : nil
        return SweepProposal(values: values, rung: rung)
    }

    /// A plan like those of all trials, but for the values.
    func examplePlan() throws -> TrialPlan { try plan(example) }

    /// Where the trials are kept that were made of the project as it is now.
    func study() throws -> SweepStudy {
        let plan = try examplePlan()
        let origins = try plan.origins(pipeline)
        let study = study(of: TrialPlan.json(origins))
        if try study.isBegun { return study }
        // Earlier versions of mlkit may have asked for one engine less in a kind of stage.
        let earlier = TrialPlan.withoutAnEngine(origins).map { self.study(of: TrialPlan.json($0)) }
        return try earlier.first { try $0.isBegun } ?? study
    }

    private func study(of origin: JSON) -> SweepStudy {
        let key = ContentHash(of: (description + [origin]).map(\.compact).joined(separator: "\n"))
        return SweepStudy(sweep: spec, project: pipeline.project, key: key, files: pipeline.files)
    }

    /// What decides which trial is proposed when; more trials go on with those that there are.
    private var description: [JSON] {
        let parameters = spec.parameters.map { JSON.string("\($0.name) \($0.domain)") }
        let budget = spec.method.usesBudget ? spec.budget : nil
        let limit = spec.method == .halving ? spec.trials : nil
        return [
            .string(spec.method.rawValue), .array(parameters), .string(spec.metric.stage), .string(spec.metric.name),
            .string(spec.goal.rawValue), .int(spec.seed), limit.map { .int($0) } ?? .null,
            .string(budget.map { "\($0.parameter) \($0.minimum) \($0.maximum) \($0.factor) \($0.isWhole)" } ?? ""),
        ]
    }

    /// What was tried so far of the project as it is now. Only reads.
    public func results() throws -> SweepResults {
        let study = try study()
        defer { pipeline.hashes.save() }
        return SweepResults(sweep: spec, trials: try study.trials(), others: try study.others(), split: split)
    }
}
