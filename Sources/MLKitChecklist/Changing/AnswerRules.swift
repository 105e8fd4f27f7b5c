internal import MLKitCore

/// What an item can be answered with.
enum AnswerRules {
    /// The answer as it is recorded.
    ///
    /// - Parameter isForPeople: whether the item's probes leave it to a person, since nothing here could feed them.
    /// - Throws: `Failure` if the item needs an answer and has none, takes none, or takes others.
    static func answer(_ text: String?, to item: ChecklistItem, isForPeople: Bool) throws -> String? {
        switch item.kind {
        case .automatic where isForPeople && text == nil: return nil
        case .automatic:
            throw Failure(
                "`\(item.id)` is automatic: it is done when its probes pass, and only then",
                hint: "`mlkit check verify \(item.id)` says what they look at; `skip` and `waive` take a reason")
        case .task where item.isScored && text != nil:
            return try among(ScoredAnswer.allCases.map(\.rawValue), text, item, ("answers", "answer"))
        case .task:
            guard text == nil else {
                throw Failure(
                    "`\(item.id)` takes no answer: it is done or not", hint: "`mlkit check done \(item.id)`")
            }
            return nil
        case .question: return try among(item.answers.map(\.name), text, item, ("answers", "answer"))
        case .choice: return try among(item.options.map(\.name), text, item, ("options", "choose"))
        }
    }

    /// The answer among those of the item that a text names, whatever its case; `nil` if it is none of them.
    static func known(_ text: String, to item: ChecklistItem) -> String? {
        (item.answers.map(\.name) + item.options.map(\.name)).first { $0.lowercased() == text.lowercased() }
    }

    /// The option of a choice that `mlkit.yaml` names in the field that the choice writes.
    static func written(_ item: ChecklistItem, _ facts: ProjectFacts?) -> String? {
        guard item.kind == .choice, let path = item.writes, let value = facts?[path]?.string else { return nil }
        return item.options.first { $0.name == value }?.name
    }

    /// The same, unless nobody but a template has written it.
    static func decided(_ item: ChecklistItem, _ facts: ProjectFacts?) -> String? {
        guard let path = item.writes, facts?.isOfTemplate(path) != true else { return nil }
        return written(item, facts)
    }

    private static func among(
        _ names: [String], _ text: String?, _ item: ChecklistItem, _ words: (what: String, command: String)
    ) throws -> String {
        guard let text else {
            let command = "mlkit check \(words.command) \(item.id)"
            throw Failure(
                "`\(item.id)` is a \(item.kind.rawValue): it needs an answer", notes: [item.title],
                hint: names.isEmpty
                    ? "type `\(command) \"ANSWER\"`, with the answer in your own words"
                    : "type \(names.map { "`\(command) \($0)`" }.joined(separator: " or "))")
        }
        if names.isEmpty { return text }
        if let name = names.first(where: { $0.lowercased() == text.lowercased() }) { return name }
        let nearest = Suggestion.nearest(to: text, among: names).map { "did you mean `\($0)`?" }
        throw Failure(
            "`\(text)` is none of the \(words.what) of `\(item.id)`", notes: ["they are \(Suggestion.list(names))"],
            hint: nearest)
    }
}
