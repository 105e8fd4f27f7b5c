/// Says which items are for a project: by their conditions, and by the answers that open them.
struct RelevanceRules {
    /// For each item that others open: by which item, and with which answer.
    private let openers: [String: [(item: String, answer: String)]]
    private let facts: ProjectFacts?
    private let records: [String: StoredRecord]

    /// - Parameter facts: `nil` takes every condition for true, as for a project whose spec cannot be read.
    init(_ items: [ChecklistItem], facts: ProjectFacts?, records: [String: StoredRecord]) {
        var openers: [String: [(item: String, answer: String)]] = [:]
        for item in items {
            for (answer, opened) in item.followUps.sorted(by: { $0.key < $1.key }) {
                for id in opened { openers[id, default: []].append((item.id, answer)) }
            }
        }
        self.openers = openers
        self.facts = facts
        self.records = records
    }

    func relevance(of item: ChecklistItem) -> Relevance {
        if let condition = item.condition, let facts, !condition.holds(for: facts) {
            return .notForThisProject(condition)
        }
        guard let openers = openers[item.id] else { return .applies }
        let isOpened = openers.contains { opener in
            guard let record = records[opener.item]?.record else { return false }
            return record.status == .done && record.answer == opener.answer
        }
        return isOpened ? .applies : .notOpened(by: openers.map(\.item))
    }
}
