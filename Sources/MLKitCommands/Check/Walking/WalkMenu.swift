internal import MLKitChecklist
internal import MLKitCore

/// What can be typed at an item.
struct WalkMenu {
    let item: ChecklistItem
    /// Whether the item's probes leave it to a person.
    var isForPeople = false

    enum Action: Equatable {
        case done
        /// One of the item's answers or options.
        case answer(String)
        /// An answer in words of one's own.
        case answerFreely
        case skip, waive, note, next, back, quit
    }

    /// The names that stand for answers, in the item's order.
    var answers: [String] { item.kind == .choice ? item.options.map(\.name) : item.answers.map(\.name) }

    private var commands: [(key: String, word: String, action: Action)] {
        var commands: [(String, String, Action)] = []
        if item.kind == .task || isForPeople { commands.append(("d", "done", .done)) }
        if item.kind == .question, answers.isEmpty { commands.append(("a", "answer", .answerFreely)) }
        commands += [
            ("s", "skip", .skip), ("w", "waive", .waive), ("t", "note", .note), ("b", "back", .back),
            ("q", "quit", .quit),
        ]
        return commands
    }

    /// "1 yes, 2 no, s skip, w waive, t note, b back, q quit, Enter next".
    var text: String {
        let numbered = answers.enumerated().map { "\($0 + 1) \($1)" }
        return (numbered + commands.map { "\($0.key) \($0.word)" } + ["Enter next"]).joined(separator: ", ")
    }

    /// What a typed line means.
    ///
    /// Answers go by number or whole name, `yes` and `no` by their first letter too: a letter that could be meant for a
    /// command must not decide something.
    ///
    /// - Throws: `Failure` if it means nothing here.
    func action(for line: String) throws -> Action {
        let typed = line.lowercased()
        if typed.isEmpty { return .next }
        if let number = Int(typed), answers.indices.contains(number - 1) { return .answer(answers[number - 1]) }
        let byName = answers.first { name in
            name.lowercased() == typed
                || ["yes", "no"].contains(name.lowercased()) && name.lowercased().hasPrefix(typed)
        }
        if let byName { return .answer(byName) }
        if let command = commands.first(where: { $0.key == typed || $0.word == typed }) { return command.action }
        if typed == "n" || typed == "next" { return .next }
        throw Failure("`\(line.shortened)` is none of these")
    }
}
