internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// Completes what the command line says of a new item, by asking.
struct ItemInterview {
    let command: CheckAddCommand
    let loaded: LoadedChecklist
    private let dialog = Dialog()

    init(command: CheckAddCommand, loaded: LoadedChecklist) {
        self.command = command
        self.loaded = loaded
    }

    /// - Throws: `Dialog.Ended` if the input ends before all is answered.
    func draft() throws -> ItemDraft {
        let own = loaded.spec.project.maturity
        // Who names neither wants to be asked for all that matters.
        let asksAll = command.section == nil || command.title == nil
        var draft = ItemDraft(
            section: try command.section ?? section(), title: try command.title ?? dialog.text("title"),
            why: try command.why ?? guidance("why it matters"),
            how: try command.how ?? guidance("how to go about it"),
            maturity: try command.maturity.map { try Maturity(argument: $0) } ?? own)
        draft.kind = try kind(asksAll)
        draft.options = command.option.map { ($0.name, $0.text) }
        if asksAll, draft.kind == .choice, draft.options.isEmpty { draft.options = try options() }
        if asksAll, command.maturity == nil {
            let levels = Maturity.allCases.map(\.rawValue)
            let word = try dialog.word("required from", levels, suggestion: own.rawValue)
            draft.maturity = Maturity(rawValue: word) ?? own
        }
        draft.tags = command.tag
        draft.gates = command.gate
        draft.id = command.id
        draft.answers = command.answer.map { ($0.name, $0.text) }
        return draft
    }

    /// Asked for on a terminal; elsewhere a line that says that nobody has said it yet.
    private func guidance(_ what: String) throws -> String {
        let console = Console.standard
        guard console.inputIsTerminal, console.outputIsTerminal else { return "Nobody has said yet \(what)." }
        return try dialog.text(what)
    }

    private func section() throws -> String {
        let known = loaded.checklist.definitions.flatMap(\.sections).map(\.id)
        Console.standard.say("sections are \(Suggestion.list(known)), or a new one\n")
        return try dialog.text("section")
    }

    private func kind(_ asks: Bool) throws -> ItemKind {
        if let kind = command.kind { return ItemKind(rawValue: kind) ?? .task }
        if !command.option.isEmpty { return .choice }
        if !command.answer.isEmpty { return .question }
        guard asks else { return .task }
        return ItemKind(rawValue: try dialog.word("kind", CheckAddCommand.kinds, suggestion: "task")) ?? .task
    }

    /// Options until one is left empty; a choice has two at least.
    private func options() throws -> [(name: String, when: String)] {
        var options: [(name: String, when: String)] = []
        while true {
            let name = try dialog.ask(options.count < 2 ? "option \(options.count + 1)" : "option (Enter for no more)")
            if name.isEmpty {
                if options.count < 2 { continue }
                return options
            }
            options.append((name, try dialog.text("when `\(name)` is right")))
        }
    }
}
