public import MLKitCore

/// What must hold of a sweep besides its schema.
public enum SweepRules {
    /// - Parameters:
    ///   - stages: all of the project, producers first.
    ///   - parameters: what stands under `params`.
    public static func problems(of sweep: SweepSpec, stages: [StageSpec], parameters: JSON) -> [Diagnostic] {
        let own = name(sweep) + swept(sweep) + budget(sweep)
        let known = unknown(sweep, parameters)
        let ranges = sweep.parameters.flatMap { range(sweep, $0, parameters) }
        // Where names are wrong already, nothing can be said of what depends on them.
        let rest = metric(sweep, stages) + known
        return own + ranges + (rest.isEmpty ? unused(sweep, stages) : rest)
    }

    private static func name(_ sweep: SweepSpec) -> [Diagnostic] {
        guard !TextPattern.identifier.accepts(sweep.name) else {
            return NameLength.problem("sweep", sweep.name, at: sweep.location).map { [$0] } ?? []
        }
        return [
            .error(
                "`\(sweep.name.shortened)` cannot name a sweep", at: sweep.location,
                hint: "use \(TextPattern.identifier.summary)")
        ]
    }

    private static func swept(_ sweep: SweepSpec) -> [Diagnostic] {
        guard sweep.parameters.isEmpty else { return overlaps(sweep) }
        return [
            .error(
                "the sweep `\(sweep.name)` has no parameters", at: sweep.location,
                hint: "name one with its values, as `train.max_depth: [4, 6, 8]`")
        ]
    }

    /// A parameter and one that lies in it.
    private static func overlaps(_ sweep: SweepSpec) -> [Diagnostic] {
        var problems = [Diagnostic]()
        for (index, parameter) in sweep.parameters.enumerated() {
            let others = sweep.parameters[..<index].map(\.name)
                + (sweep.method.usesBudget ? [sweep.budget?.parameter].compactMap { $0 } : [])
            for other in others where parameter.name.overlaps(other) {
                problems.append(
                    .error(
                        "the sweep `\(sweep.name)` sets `\(parameter.name)` and `\(other)`, which overlap",
                        at: parameter.location, hint: "take one of them out"))
            }
        }
        return problems
    }

    private static func budget(_ sweep: SweepSpec) -> [Diagnostic] {
        guard let budget = sweep.budget else {
            guard sweep.method.usesBudget else { return [] }
            return [
                .error(
                    "the sweep `\(sweep.name)` needs a `budget` for its method `\(sweep.method.rawValue)`",
                    at: sweep.location, hint: "for example `budget: {parameter: train.rounds, min: 10, max: 270}`")
            ]
        }
        guard budget.minimum > 0, budget.maximum > budget.minimum else {
            return [
                .error(
                    "the budget of the sweep `\(sweep.name)` does not grow", at: budget.location,
                    hint: "`min` must be above 0, and `max` above `min`")
            ]
        }
        return []
    }

    private static func unknown(_ sweep: SweepSpec, _ parameters: JSON) -> [Diagnostic] {
        let places =
            sweep.parameters.map { ($0.name, $0.location) }
            + (sweep.budget.map { [($0.parameter, $0.location)] } ?? [])
        let names = parameters.leafNames
        return places.filter { parameters.value(at: $0.0) == nil }.map { name, location in
            let plain = name.hasPrefix("params.") ? String(name.dropFirst(7)) : name
            return .error(
                "unknown parameter `\(name.shortened)`", at: location,
                hint: parameters.value(at: plain) != nil
                    ? "write `\(plain)`" : names.isEmpty ? nil : Suggestion.hint(for: plain, among: names))
        }
    }

    private static func metric(_ sweep: SweepSpec, _ stages: [StageSpec]) -> [Diagnostic] {
        let (stage, name) = (sweep.metric.stage, sweep.metric.name)
        guard !stages.contains(where: { $0.name == stage }) else {
            return name.isEmpty
                ? [
                    .error(
                        "the metric of the sweep `\(sweep.name)` names only a stage", at: sweep.location,
                        hint: "write `\(stage).METRIC`; `mlkit metrics \(stage)` shows which there are")
                ] : []
        }
        let group = stages.filter { $0.group == stage }.map(\.name)
        return [
            .error(
                "unknown stage `\(stage.shortened)` in the metric of the sweep `\(sweep.name)`", at: sweep.location,
                hint: group.isEmpty
                    ? Suggestion.hint(for: stage, among: stages.map(\.name))
                    : "it stands for \(Suggestion.list(Array(group.prefix(5)))): name one of them")
        ]
    }

    /// Parameters on which the metric does not depend.
    private static func unused(_ sweep: SweepSpec, _ stages: [StageSpec]) -> [Diagnostic] {
        var needed: Set<String> = [sweep.metric.stage]
        for stage in stages.reversed() where needed.contains(stage.name) { needed.formUnion(stage.producers) }
        let used = Set(stages.filter { needed.contains($0.name) }.flatMap(\.parameters.keys))
        let places = sweep.parameters.map { ($0.name, $0.location) }
            + (sweep.method.usesBudget ? sweep.budget.map { [($0.parameter, $0.location)] } ?? [] : [])
        return places.filter { place in !used.contains { $0.overlaps(place.0) } }.map { name, location in
            .error(
                "the parameter `\(name)` is used by no stage that `\(sweep.metric.stage)` needs", at: location,
                hint: "refer to it in one of them as `${params.\(name)}`, or take it out of the sweep")
        }
    }
}

extension StageSpec {
    /// Whether one of some parameters came into the stage.
    public func uses(_ names: [String]) -> Bool {
        parameters.keys.contains { own in names.contains { $0.overlaps(own) } }
    }
}

extension String {
    /// Whether two dotted names are the same, or one lies in the other.
    fileprivate func overlaps(_ other: String) -> Bool {
        self == other || hasPrefix(other + ".") || other.hasPrefix(self + ".")
    }
}

extension JSON {
    /// The value of a dotted name.
    public func value(at name: String) -> JSON? {
        name.split(separator: ".", omittingEmptySubsequences: false).reduce(self as JSON?) { $0?[String($1)] }
    }

    /// The dotted names of what is no mapping.
    fileprivate var leafNames: [String] {
        (members ?? []).flatMap { member in
            let inner = member.value.leafNames.map { "\(member.name).\($0)" }
            return inner.isEmpty ? [member.name] : inner
        }
    }
}
