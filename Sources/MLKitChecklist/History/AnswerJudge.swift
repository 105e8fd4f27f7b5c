internal import MLKitCore

/// Says where items stood, given nothing but answers: what git has of the past.
///
/// The lists and `mlkit.yaml` are those of today. What probes find, and whether evidence was as it should be, is not
/// judged, so items that only probes can settle are left out.
struct AnswerJudge {
    let items: [ChecklistItem]
    let facts: ProjectFacts?

    /// The items that counted, on a day.
    func reports(_ versions: [String: AnswerVersion], on day: Timestamp) -> [ItemReport] {
        let rules = RelevanceRules(items, facts: facts, records: versions.compactMapValues(\.record))
        return items.compactMap { item in
            let version = versions[item.id]
            guard version != nil || item.kind != .automatic else { return nil }
            var report = ItemReport(item: item, state: Self.state(of: item, version, day), record: version?.record)
            report.relevance = rules.relevance(of: item)
            return report.counts ? report : nil
        }
    }

    private static func state(of item: ChecklistItem, _ version: AnswerVersion?, _ today: Timestamp) -> ItemState {
        guard let record = version?.record else { return .open }
        switch record.status {
        case .open: return .open
        case .skipped: return .skipped
        case .waived:
            let until = record.until ?? record.at ?? Timestamp(seconds: 0)
            return today.day <= until.day ? .waived(until: until) : .overdue(since: until)
        case .done:
            if record.version < item.version {
                return .stale([.newerItem(answered: record.version, now: item.version)])
            }
            if let until = record.until, today.day >= until.day { return .stale([.expired(until)]) }
            return .done
        }
    }
}
