public import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec

/// What changed between two states of a project.
public struct ProjectDifference: Sendable {
    /// A parameter or a metric that is not the same, or an output with another content.
    public struct Change: Sendable {
        /// The stage it belongs to; `nil` for a parameter.
        public var stage: String?
        /// The parameter's, metric's or file's name.
        public var name: String
        /// `nil` where it was not there.
        public var old: JSON?
        /// `nil` where it is no longer there.
        public var new: JSON?
    }

    public var addedStages: [String]
    public var removedStages: [String]
    public var parameters: [Change]
    public var metrics: [Change]
    public var outputs: [Change]
    /// What is wrong with files of metrics, which are left out for it.
    public var problems: [Diagnostic] = []

    public var isEmpty: Bool {
        addedStages.isEmpty && removedStages.isEmpty && parameters.isEmpty && metrics.isEmpty && outputs.isEmpty
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
        metrics = Self.metrics(try old.metrics(problems: &problems), try new.metrics(problems: &problems))
        outputs = (after + removedStages).flatMap { stage in
            Self.changes(stage, Self.outputs(old.locks[stage]), Self.outputs(new.locks[stage]))
        }
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
