public import MLKitSpec

/// Items that all have to be settled before something may happen.
public struct Gate: Sendable {
    /// Which items it is made of.
    public enum Scope: Sendable {
        /// Those that a level requires.
        case maturity(Maturity)
        /// Those that name the stage or its kind under `gates`, and those of the level that is its `gate`; but for items
        /// whose probes wait for the stage itself, or for one that comes after it.
        ///
        /// - Parameter later: the kinds of the stages after it, and its own.
        case stage(StageSpec, later: Set<String>)
        case tag(String)
    }

    public let scope: Scope
    /// The items that were checked.
    public let items: [ItemReport]

    public init(_ scope: Scope, of checklist: Checklist) {
        self.scope = scope
        items = checklist.reports.filter { $0.counts && Self.contains($0.item, scope) }
    }

    /// The items that keep it shut: those that are not settled, and those that a person has settled but a probe finds
    /// failing.
    public var blocking: [ItemReport] { items.filter { !$0.state.isSettled || $0.isFailing } }
    public var isMet: Bool { blocking.isEmpty }

    /// What was checked, such as "for minimum viable product".
    public var words: String {
        switch scope {
        case .maturity(let level): "for \(level.title)"
        case .stage(let stage, _): "for the stage `\(stage.name)`"
        case .tag(let tag): "with the tag `\(tag)`"
        }
    }

    /// The items whose probes it rests on.
    public static func verifiable(_ scope: Scope, of checklist: Checklist) -> [ChecklistItem] {
        checklist.verifiable.filter { contains($0, scope) }
    }

    private static func contains(_ item: ChecklistItem, _ scope: Scope) -> Bool {
        switch scope {
        case .maturity(let level): item.maturity <= level
        case .tag(let tag): item.tags.contains(tag)
        case .stage(let stage, let later):
            isAsked(item, of: stage) && !item.probes.contains { $0.awaitedKind.map(later.contains) ?? false }
        }
    }

    private static func isAsked(_ item: ChecklistItem, of stage: StageSpec) -> Bool {
        item.gates.contains { [stage.kind, stage.name, stage.group].contains($0) }
            || stage.policy.gate.map { item.maturity <= $0 } ?? false
    }
}

extension Gate.Scope {
    /// The gate of a stage among the stages of its project.
    public static func stage(_ stage: StageSpec, in spec: ProjectSpec) -> Gate.Scope {
        var later: Set = [stage.name]
        // Producers stand before consumers.
        for other in spec.stages where other.producers.contains(where: later.contains) { later.insert(other.name) }
        return .stage(stage, later: Set(spec.stages.filter { later.contains($0.name) }.map(\.kind)))
    }
}

extension ItemReport {
    /// Whether somebody said that it is done, and a probe finds that it is not.
    public var isFailing: Bool { state == .done && verdicts.contains { $0.outcome == .failed } }
}
