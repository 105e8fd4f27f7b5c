public import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec

/// What changed between two states of a project.
public struct ProjectDifference: Sendable {
    /// A parameter, a key or a metric that is not the same, or an output with another content.
    public struct Change: Sendable {
        /// The stage it belongs to; `nil` for a parameter of `mlkit.yaml`.
        public var stage: String?
        /// The parameter's, key's, metric's or file's name.
        public var name: String
        /// `nil` where it was not there.
        public var old: JSON?
        /// `nil` where it is no longer there.
        public var new: JSON?
    }

    public var addedStages: [String]
    public var removedStages: [String]
    public var parameters: [Change]
    /// Parameters that stages last ran with, where that is not told by `parameters`: one that was set for a run alone.
    public var setParameters: [Change]
    /// Keys of stages, but for those that a changed parameter stands in.
    public var keys: [Change]
    public var metrics: [Change]
    public var outputs: [Change]
    /// What is wrong with files of metrics, which are left out for it.
    public var problems: [Diagnostic] = []

    public var isEmpty: Bool {
        addedStages.isEmpty && removedStages.isEmpty
            && [parameters, setParameters, keys, metrics, outputs].allSatisfy(\.isEmpty)
    }

    public init(from old: ProjectSnapshot, to new: ProjectSnapshot) throws {
        let before = old.spec.stages.map(\.name)
        let after = new.spec.stages.map(\.name)
        let (olds, news) = (Set(before), Set(after))
        addedStages = after.filter { !olds.contains($0) }
        removedStages = before.filter { !news.contains($0) }
        parameters = Self.changes(
            nil, FlatValues(old.spec.parameters, limit: .max).values,
            FlatValues(new.spec.parameters, limit: .max).values)
        let both = new.spec.stages.filter { olds.contains($0.name) }
        setParameters = both.flatMap { Self.setParameters($0.name, old, new) }
        let changed = parameters.map(\.name)
        keys = both.flatMap { stage in
            let before = old.spec.stage(stage.name)?.configuration ?? .null
            return StaleReason.keys(before, stage.configuration, besides: changed, written: stage.written).map {
                Change(stage: stage.name, name: $0.key, old: $0.old, new: $0.new)
            }
        }
        metrics = Self.metrics(try old.metrics(problems: &problems), try new.metrics(problems: &problems))
        outputs = (after + removedStages).flatMap { stage in
            Self.changes(stage, Self.outputs(old.locks[stage]), Self.outputs(new.locks[stage]))
        }
    }

    /// The parameters that a stage ran with otherwise than before, unless `mlkit.yaml` says just that.
    private static func setParameters(_ stage: String, _ old: ProjectSnapshot, _ new: ProjectSnapshot) -> [Change] {
        guard let before = old.locks[stage]?.fingerprint.parameters, let after = new.locks[stage]?.fingerprint.parameters else { return [] }
        func isDeclared(_ name: String, _ value: JSON?, in snapshot: ProjectSnapshot) -> Bool {
            name.split(separator: ".").reduce(snapshot.spec.parameters as JSON?) { $0?[String($1)] }?.sorted == value
        }
        return after.keys.sorted().filter { before[$0] != nil && before[$0] != after[$0] }.filter {
            !(isDeclared($0, before[$0], in: old) && isDeclared($0, after[$0], in: new))
        }.map { Change(stage: stage, name: $0, old: before[$0], new: after[$0]) }
    }

    private static func metrics(_ old: [StageMetrics], _ new: [StageMetrics]) -> [Change] {
        let before = Dictionary(old.map { ($0.stage, $0.values) }) { first, _ in first }
        let after = Dictionary(new.map { ($0.stage, $0.values) }) { first, _ in first }
        let gone = old.map(\.stage).filter { after[$0] == nil }
        return (new.map(\.stage) + gone).flatMap { changes($0, before[$0] ?? [], after[$0] ?? []) }
    }

    private static func outputs(_ lock: StageLock?) -> [(name: String, value: JSON)] {
        (lock?.outputs ?? [:]).sorted.map { ($0.key, .string($0.value.description)) }
    }

    /// A figure that is no number is the same as another that is none.
    private static func isSame(_ old: JSON?, _ new: JSON?) -> Bool {
        if case .double(let a)? = old, case .double(let b)? = new, a.isNaN, b.isNaN { return true }
        return old == new
    }

    /// What differs, in the order of the new values, then those that are gone.
    private static func changes(
        _ stage: String?, _ old: [(name: String, value: JSON)], _ new: [(name: String, value: JSON)]
    ) -> [Change] {
        let before = Dictionary(old.map { ($0.name, $0.value) }) { first, _ in first }
        let after = Dictionary(new.map { ($0.name, $0.value) }) { first, _ in first }
        let names = new.map(\.name) + old.map(\.name).filter { after[$0] == nil }
        return names.filter { !isSame(before[$0], after[$0]) }.map { name in
            Change(stage: stage, name: name, old: before[name], new: after[name])
        }
    }
}
