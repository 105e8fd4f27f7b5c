internal import MLKitCore
internal import MLKitScaffold
internal import MLKitTables
internal import MLKitYAML

/// What a template is answered for a table, and what is said of it.
struct TableAnswers {
    let name: String
    let proposal: TableProposal
    /// Where the project has the table.
    let source: String

    /// The questions that a template has to ask to be one for tables.
    static func check(_ template: Template) throws {
        let asked = Set(template.questions.map(\.name))
        guard asked.isSuperset(of: ["data", "source", "target"]) else {
            throw Failure("the template `\(template.name)` is not for tables", hint: "`--data` goes with the template `tabular`")
        }
    }

    var known: AnswerSource {
        var answers: [String: JSON] = [
            "data": "own", "source": .string(source), "target": .string(proposal.target), "task": .string(proposal.task.rawValue),
            "table": proposal.answer(source: source),
        ]
        if proposal.tooSmall != nil { answers["models"] = ["logistic", "trees"] }
        return AnswerSource("what was found in `\(name)`", answers.mapValues { AnswerSource.Answer($0) })
    }

    /// What was decided, and why.
    func text(width: Int?) -> String {
        var table = TextTable()
        for decision in proposal.decisions where decision.value != .null {
            table.add(decision.path.joined(separator: "."), Self.value(decision.value), decision.why.onOneLine)
        }
        for decision in proposal.decisions where decision.value == .null { table.add(decision.path[0], "", decision.why.onOneLine) }
        if let reason = proposal.tooSmall { table.add("models", "no network", reason) }
        let notes = proposal.warnings.map { "note: \($0.onOneLine)\n" }.joined()
        return "`\(name.onOneLine)`: \(proposal.size)\n\(table.text(indent: 2, width: width))\(notes)"
            + "mlkit.yaml says so too, key by key: change there what is not right\n"
    }

    private static func value(_ value: JSON) -> String {
        switch value {
        case .string(let text): text.onOneLine
        case .array(let items): items.map { $0.string?.onOneLine ?? $0.compact }.joined(separator: ", ")
        default: YAMLText.flow(value).onOneLine
        }
    }
}
