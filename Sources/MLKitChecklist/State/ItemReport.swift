/// An item with what is known of it.
public struct ItemReport: Sendable {
    @Boxed public var item: ChecklistItem
    public var state: ItemState
    /// `nil` if it was never answered, or the record cannot be read.
    public var record: Record?
    public var relevance = Relevance.applies
    /// What the item's probes found, in the order of `item.probes`; empty if they were not asked.
    public var verdicts: [ProbeVerdict] = []
    /// The option that `mlkit.yaml` names in the field that the item writes, unless a template wrote it.
    public var written: String?

    /// What is to be said of a done item, though it keeps no gate shut.
    public var remark: String?
    /// What nobody can judge here and a policy lets pass.
    public var allowance: String?
    /// Where it stands whatever policies say of that; `nil` before they were asked.
    var unruled: ItemState?

    /// Whether the project has to care. An item with a record always counts: somebody did.
    public var counts: Bool { relevance == .applies || record != nil }

    /// The first of the verdicts that is none of `passed`, what failed first.
    public var objection: ProbeVerdict? { verdicts.first { $0.outcome == .failed } ?? verdicts.first { !$0.passes } }

    /// Whether the probes leave it to a person, since nothing in the project could ever feed one of them.
    public var isForPeople: Bool { item.kind == .automatic && ProbeRules.isForPeople(verdicts) }

    /// Whether nobody answered it: it has no record, or one that only says who is to do it.
    var isUnanswered: Bool { record.map { $0.status == .open && $0.by == nil } ?? true }
}
