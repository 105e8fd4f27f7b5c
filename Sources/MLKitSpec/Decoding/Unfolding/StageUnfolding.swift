internal import MLKitCore
internal import MLKitYAML

/// What an entry of `stages` with `foreach` or `matrix` stands for.
struct StageUnfolding {
    let entry: Node.Entry
    let axes: [UnfoldingAxis]
    /// Why it cannot be unfolded; empty if it can.
    let problems: [Diagnostic]
    /// The stage's keys but for `foreach` and `matrix`, as written.
    private let body: [Node.Entry]
    /// The key whose values are candidates, if its kind has one.
    private let candidates: String?

    /// `nil` for an entry that is one stage.
    init?(_ entry: Node.Entry, _ kinds: StageKinds, _ parameters: ParameterTable) {
        guard let keys = entry.value.mapping, let key = keys.first(where: { Self.keys.contains($0.name) }) else {
            return nil
        }
        self.entry = entry
        body = keys.filter { !Self.keys.contains($0.name) }
        candidates = entry.value[StageKeys.kind]?.text.flatMap { kinds.kind(named: $0) }?.candidates
        var reader = AxisReader(parameters: parameters, candidates: candidates)
        axes = key.name == StageKeys.foreach ? reader.foreach(key.value) : reader.matrix(key.value)
        if let other = keys.first(where: { Self.keys.contains($0.name) && $0.name != key.name }) {
            reader.report(
                "a stage has either `\(key.name)` or `\(other.name)`, not both", other.key, hint: "take one of them out"
            )
        }
        problems = reader.problems
    }

    private static let keys: Set = [StageKeys.foreach, StageKeys.matrix]

    /// Whether an entry stands for several stages.
    static func unfolds(_ entry: Node.Entry) -> Bool {
        (entry.value.mapping ?? []).contains { keys.contains($0.name) }
    }

    /// How many stages it stands for; at most `limit`, which is then too many.
    func count(limit: Int) -> Int {
        axes.reduce(1) { count, axis in
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: axis.values.count)
            return isTooLarge ? limit : min(product, limit)
        }
    }

    /// How many values each of the stages has, before any are put in.
    var weight: Int { body.reduce(1) { $0 + $1.key.weight + $1.value.weight } }

    /// The variant's keys, with its own candidate where there are several.
    func body(of variant: StageVariant) -> Node {
        guard let candidates, let candidate = variant.values[UnfoldingAxis.name(of: candidates)] else {
            return entry.value.replacingContent(.mapping(body))
        }
        let key = entry.key.replacingContent(.scalar(Scalar(text: candidates, isPlain: true)))
        let others = body.filter { $0.name != candidates }
        return entry.value.replacingContent(.mapping(others + [Node.Entry(key: key, value: candidate.written)]))
    }

    /// Whether each stage has a candidate of its own, and is named after it.
    var hasCandidates: Bool { axes.contains { isOfCandidates($0) } }

    private func isOfCandidates(_ axis: UnfoldingAxis) -> Bool {
        candidates.map { UnfoldingAxis.name(of: $0) == axis.name } ?? false
    }

    /// The axes that make no difference to any stage: a mistyped name, most of the time.
    func unused(_ used: Set<String>) -> [Diagnostic] {
        guard !used.contains("key") else { return [] }
        return axes.filter { !used.contains($0.name) && !isOfCandidates($0) }.map { axis in
            .error(
                "`\(entry.name)` makes no use of `${\(axis.name)}`: its stages would all be the same",
                at: axis.place.location, hint: "write `${\(axis.name)}`, or `${key}`, where they differ")
        }
    }

    /// Two values that come to the same name.
    func collision(_ variant: StageVariant) -> Diagnostic {
        .error(
            "two stages would be called `\(entry.name).\(variant.label)`",
            at: axes.count == 1 ? variant.values[axes[0].name]?.resolved.location : axes.first?.place.location,
            notes: ["in names of stages, all but letters, digits, `_` and `-` becomes `_`"],
            hint: "let the values differ in their letters, or give them a `name`, or write `foreach` as a mapping")
    }
}
