/// Says which items are for a project: by their conditions, and by the answers that open them.
struct RelevanceRules {
    /// For each item that others open: by which item, and with which answer.
    private let openers: [String: [(item: String, answer: String)]]
    private let facts: ProjectFacts?
    /// The answers that were given, by item.
    private let answers: [String: String]

    /// - Parameter facts: `nil` takes every condition for true, as for a project whose spec cannot be read.
    init(_ items: [ChecklistItem], facts: ProjectFacts?, records: [String: Record]) {
        var openers: [String: [(item: String, answer: String)]] = [:]
        for item in items {
            for (answer, opened) in item.followUps.sorted(by: { $0.key < $1.key }) {
                for id in opened { openers[id, default: []].append((item.id, answer)) }
            }
        }
        self.openers = openers
        self.facts = facts
        let given = items.compactMap { item -> (String, String)? in
            let record = records[item.id]
            let answer = record?.status == .done ? record?.answer : AnswerRules.written(item, facts)
            return answer.map { (item.id, $0) }
        }
        answers = Dictionary(given) { $1 }
    }

    func relevance(of item: ChecklistItem) -> Relevance {
        if let condition = item.condition, let facts, !condition.holds(for: facts) {
            return .notForThisProject(condition)
        }
        guard let openers = openers[item.id] else { return .applies }
        let isOpened = openers.contains { answers[$0.item] == $0.answer }
        return isOpened ? .applies : .notOpened(by: openers.map(\.item))
    }
}

/// Whether an item is for this project.
public enum Relevance: Hashable, Sendable {
    case applies
    /// Its condition does not hold.
    case notForThisProject(Condition)
    /// None of the answers that open it was given; the items that ask for them.
    case notOpened(by: [String])
}
