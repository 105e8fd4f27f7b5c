internal import MLKitCore

/// Says where items stood, given nothing but answers: what git has of the past.
///
/// The lists and `mlkit.yaml` are those of today, and so is what probes find. Whether evidence was as it should be is not
/// judged.
struct AnswerJudge {
    let items: [ChecklistItem]
    let facts: ProjectFacts?
    /// What probes find today, by item.
    let verdicts: [String: [ProbeVerdict]]
    let policies: PolicyRules

    init(_ checklist: Checklist) {
        items = checklist.definitions.flatMap(\.items)
        facts = checklist.facts
        policies = checklist.policies
        verdicts = Dictionary(checklist.reports.map { ($0.item.id, $0.verdicts) }) { $1 }
    }

    /// The items that counted, on a day.
    func reports(_ versions: [String: AnswerVersion], on day: Timestamp) -> [ItemReport] {
        let rules = RelevanceRules(items, facts: facts, records: versions.compactMapValues(\.record))
        return items.compactMap { item in
            let version = versions[item.id]
            var report = ItemReport(
                item: item, state: version?.record.map { StateJudge.state(of: item, $0, on: day) } ?? .open, record: version?.record)
            report.relevance = rules.relevance(of: item)
            report.written = AnswerRules.decided(item, facts)
            if report.written != nil, report.isUnanswered { report.state = .done }
            report.state = ProbeRules.state(of: report, verdicts[item.id] ?? [])
            return report.counts ? policies.judged(report, on: day) : nil
        }
    }
}
