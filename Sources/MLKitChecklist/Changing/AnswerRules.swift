internal import MLKitCore

/// What an item can be answered with.
enum AnswerRules {
    /// The answer as it is recorded.
    ///
    /// - Throws: `Failure` if the item needs an answer and has none, takes none, or takes others.
    static func answer(_ text: String?, to item: ChecklistItem) throws -> String? {
        switch item.kind {
        case .task, .automatic:
            guard text == nil else {
                throw Failure(
                    "`\(item.id)` takes no answer: it is done or not", hint: "`mlkit check done \(item.id)`")
            }
            return nil
        case .question: return try among(item.answers.map(\.name), text, item, "answers")
        case .choice: return try among(item.options.map(\.name), text, item, "options")
        }
    }

    private static func among(
        _ names: [String], _ text: String?, _ item: ChecklistItem, _ what: String
    ) throws -> String {
        guard let text else {
            throw Failure(
                "`\(item.id)` is a \(item.kind.rawValue): it needs an answer", notes: [item.title],
                hint: names.isEmpty ? "give the answer in your own words" : "its \(what) are \(Suggestion.list(names))")
        }
        if names.isEmpty { return text }
        if let name = names.first(where: { $0.lowercased() == text.lowercased() }) { return name }
        let nearest = Suggestion.nearest(to: text, among: names).map { "did you mean `\($0)`?" }
        throw Failure(
            "`\(text)` is none of the \(what) of `\(item.id)`", notes: ["they are \(Suggestion.list(names))"],
            hint: nearest)
    }
}
