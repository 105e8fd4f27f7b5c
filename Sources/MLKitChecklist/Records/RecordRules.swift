internal import MLKitCore
internal import MLKitYAML

/// What is to be said of records as a whole.
enum RecordRules {
    /// - Parameter items: those that the lists have.
    static func diagnostics(_ outcomes: [String: RecordStore.Outcome], items: [ChecklistItem]) -> [Diagnostic] {
        let known = Set(items.map(\.id))
        return outcomes.sorted { $0.key < $1.key }.flatMap { id, outcome in
            switch outcome {
            case .broken(let problems): return problems
            case .record(let stored):
                guard !known.contains(id) else { return stored.warnings }
                return [lost(id, stored, items)]
            }
        }
    }

    private static func lost(_ id: String, _ stored: StoredRecord, _ items: [ChecklistItem]) -> Diagnostic {
        let location = stored.frontMatter["item"]?.location
        if let heir = items.first(where: { $0.formerIDs.contains(id) }) {
            return .warning(
                "the item `\(id)` is called `\(heir.id)` now", at: location, hint: "`mlkit check upgrade` moves its record")
        }
        return .warning(
            "no checklist has the item `\(id)`", at: location,
            hint: Suggestion.nearest(to: id, among: items.map(\.id)).map { "did you mean `\($0)`?" }
                ?? "if the item is no longer in the list, remove `\(RecordStore.path(of: id))`")
    }
}
