internal import MLKitCore
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
        /// - Parameter later: it and the stages after it.
        case stage(StageSpec, later: [StageSpec])
        case tag(String)
    }

    public let scope: Scope
    /// The items that were checked.
    public let items: [ItemReport]
    /// Answers that leave something to be done, to items that no list has any more: cutting an item out of a list settles
    /// nothing. Only a gate of a level has them, since nothing else tells what such an item was.
    public let lost: [Record]
    /// The version that is served, if it is another than the one that the stages made.
    public let served: ServedVersion?

    public init(_ scope: Scope, of checklist: Checklist) {
        self.scope = scope
        items = checklist.reports.filter { $0.counts && Self.contains($0.item, scope) }
        served = checklist.served
        lost = if case .maturity = scope { checklist.lostAndOpen } else { [] }
    }

    /// The items that keep it shut: those that are not settled.
    public var blocking: [ItemReport] { items.filter { !$0.state.isSettled } }
    public var isMet: Bool { blocking.isEmpty && lost.isEmpty && !isEmpty }
    /// Whether there is nothing to judge. A stage may have no item that waits for it.
    public var isEmpty: Bool { if case .stage = scope { false } else { items.isEmpty } }

    /// Items that a person called done without anything that a change would be seen of.
    public var unbound: [ItemReport] { items.filter(\.isUnbound) }
    /// Of these, the ones that rest on addresses alone, which nobody has looked at.
    public var unlooked: [ItemReport] { unbound.filter { $0.record?.evidence.isEmpty == false } }

    /// What many answers rest on, each alone, as a loop over all items would leave them: what it is, and how many.
    public var crowded: [(name: String, count: Int)] {
        let answered = items.compactMap { $0.state == .done && $0.record?.status == .done ? $0.record?.evidence : nil }
        let shared = Dictionary(grouping: answered.filter { $0.count == 1 }) { $0[0].name }.mapValues(\.count)
        return shared.filter { $0.value >= Self.crowd }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// So many answers that rest on one thing are worth a look.
    private static let crowd = 5

    /// The most answers that one person gave within a minute, if they are so many that nobody can have looked.
    public var hurried: Int? {
        let answered = items.compactMap { $0.state.isSettled ? $0.record : nil }.filter { $0.by != nil }
        let most = Dictionary(grouping: answered.compactMap { record in record.at.map { "\(record.by ?? "") \($0.seconds / 60)" } }) { $0 }
            .values.map(\.count).max()
        return most.flatMap { $0 >= Self.crowd ? $0 : nil }
    }

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
            isAsked(item, of: stage) && !item.probes.contains { $0.awaited.map { later.contains(where: $0.comes) } ?? false }
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
        return .stage(stage, later: spec.stages.filter { later.contains($0.name) })
    }
}

extension ItemReport {
    /// Whether nothing but a person's word says that it is done.
    public var isUnbound: Bool {
        guard state == .done, let record, record.status == .done else { return false }
        return !record.evidence.contains(where: \.isBound) && !(verdicts.contains(where: \.passes))
    }
}

extension Checklist {
    /// Records of items that no list has, whose answer was taken back, or was put off.
    var lostAndOpen: [Record] {
        let known = Set(reports.flatMap { [$0.item.id] + $0.item.formerIDs })
        let lost = records.values.map(\.record).filter { !known.contains($0.item) }
        return lost.filter { $0.status == .waived || $0.status == .open && $0.by != nil }.sorted { $0.item < $1.item }
    }
}
