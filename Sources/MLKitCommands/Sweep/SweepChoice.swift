internal import ArgumentParser
internal import MLKitCore
internal import MLKitSpec

/// Which sweep a command is about: one of mlkit.yaml, perhaps changed, or one that is put together here.
struct SweepChoice: ParsableArguments {
    @Option(
        help: "How values are chosen: grid, random, halving, hyperband or tpe.",
        completion: .list(SweepSpec.Method.allCases.map(\.rawValue)), transform: { try SweepChoice.value($0) })
    var method: SweepSpec.Method?

    @Option(help: ArgumentHelp("How many values to try.", valueName: "count"))
    var trials: Int?

    @Option(help: "The same seed proposes the same values.")
    var seed: Int?

    @Option(
        help: ArgumentHelp(
            "Try a parameter, as `train.max_depth=[4, 6]` or `train.rate={min: 0.1, max: 1}`; may be given again.",
            valueName: "name=values"))
    var param: [String] = []

    @Option(help: ArgumentHelp("What is to be best.", valueName: "stage.metric"))
    var metric: String?

    @Option(
        help: "Which way the metric is better: minimize or maximize.",
        completion: .list(SweepSpec.Goal.allCases.map(\.rawValue)), transform: { try SweepChoice.value($0) })
    var goal: SweepSpec.Goal?

    func validate() throws {
        if let trials, !(1...100_000).contains(trials) { throw ValidationError("--trials must be from 1 to 100000") }
        if let seed, seed < 0 { throw ValidationError("--seed must be at least 0") }
    }

    /// The sweep, with what the command line says of it.
    ///
    /// - Throws: `Failure` if there is no such sweep, or if it is not sound.
    func sweep(_ name: String?, in spec: ProjectSpec) throws -> SweepSpec {
        var sweep = try declared(name, in: spec)
        if let method { sweep.method = method }
        if let trials { sweep.trials = trials }
        if let seed { sweep.seed = seed }
        if let goal { sweep.goal = goal }
        if let metric { sweep.metric = .init(metric, stages: Set(spec.stages.map(\.name))) }
        for parameter in try param.map({ try SweepParameter(argument: $0) }) {
            sweep.parameters.removeAll { $0.name == parameter.name }
            sweep.parameters.append(parameter)
        }
        let problems = SweepRules.problems(of: sweep, stages: spec.stages, parameters: spec.parameters)
        guard problems.isEmpty else { throw Failure(problems) }
        return sweep
    }

    private func declared(_ name: String?, in spec: ProjectSpec) throws -> SweepSpec {
        let names = spec.sweeps.map(\.name)
        if let sweep = spec.sweeps.first(where: { $0.name == name ?? $0.name }), name != nil || names.count == 1 {
            return sweep
        }
        if name != nil || names.isEmpty, !param.isEmpty, let metric, let goal {
            let figure = SweepSpec.Metric(metric, stages: Set(spec.stages.map(\.name)))
            return SweepSpec(name: name ?? "adhoc", parameters: [], metric: figure, goal: goal)
        }
        guard let name else {
            throw Failure(
                names.isEmpty ? "mlkit.yaml declares no sweep" : "mlkit.yaml declares several sweeps",
                hint: names.isEmpty ? Self.adHoc : "name one of \(Suggestion.list(names))")
        }
        throw Failure(
            "unknown sweep `\(name)`", hint: names.isEmpty ? Self.adHoc : Suggestion.hint(for: name, among: names))
    }

    private static func value<Value: CaseIterable & RawRepresentable<String>>(_ text: String) throws -> Value {
        guard let value = Value(rawValue: text) else {
            throw ValidationError("`\(text)` is none of \(Suggestion.list(Value.allCases.map(\.rawValue)))")
        }
        return value
    }

    private static let adHoc = "declare one under `sweeps`, or give --param, --metric and --goal"
}
