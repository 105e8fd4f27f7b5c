internal import MLKitCore
internal import MLKitYAML

/// What is to be said of records as a whole.
enum RecordRules {
    /// - Parameter known: the ids that the lists have.
    static func diagnostics(_ outcomes: [String: RecordStore.Outcome], known: [String]) -> [Diagnostic] {
        let ids = Set(known)
        return outcomes.sorted { $0.key < $1.key }.flatMap { id, outcome in
            switch outcome {
            case .broken(let problems): return problems
            case .record(let stored):
                guard !ids.contains(id) else { return stored.warnings }
                return [
                    .warning(
                        "no checklist has the item `\(id)`", at: stored.frontMatter["item"]?.location,
                        hint: Suggestion.nearest(to: id, among: known).map { "did you mean `\($0)`?" }
                            ?? "if the item is no longer in the list, remove `\(RecordStore.path(of: id))`")
                ]
            }
        }
    }
}
