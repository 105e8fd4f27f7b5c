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
    /// What its stage reads in place of that, for a table somewhere else.
    let address: JSON?
    /// The template, if it takes no more of what was found than the file, the target and the task.
    let plainTemplate: String?

    init(name: String, proposal: TableProposal, source: String, address: JSON? = nil, template: Template) {
        (self.name, self.proposal, self.source, self.address) = (name, proposal, source, address)
        plainTemplate = template.questions.contains { $0.name == "table" } ? nil : template.name
    }

    /// The questions that a template has to ask to be one for tables.
    static func check(_ template: Template) throws {
        let asked = Set(template.questions.map(\.name))
        guard asked.isSuperset(of: ["data", "source", "target"]) else {
            throw Failure(
                "the template `\(template.name)` is not for tables", hint: "`--data` and `--target` go with the template `tabular`")
        }
    }

    var known: AnswerSource {
        var answers: [String: JSON] = [
            "data": "own", "source": .string(source), "target": .string(proposal.target), "task": .string(proposal.task.rawValue),
            "table": proposal.answer(source: source, address: address),
        ]
        if proposal.tooSmall != nil { answers["models"] = ["linear", "trees"] }
        return AnswerSource("what was found in `\(name)`", answers.mapValues { AnswerSource.Answer($0) })
    }

    /// What was decided, and why.
    ///
    /// - Parameter width: columns of the terminal, within which words are not broken; `nil` for lines of any length.
    func text(width: Int?) -> String {
        let rows = rows
        let (first, second) = (rows.map(\.key.count).max() ?? 0, rows.map(\.value.visibleCount).max() ?? 0)
        let room = width.map { max($0 - first - second - 6, 30) }
        let lines = rows.flatMap { row -> [String] in
            let reasons = room.map { row.why.lines(of: $0) } ?? [row.why]
            return reasons.enumerated().map { number, reason in
                "  \((number == 0 ? row.key : "").padded(first))  \((number == 0 ? row.value : "").padded(second))  \(reason)\n"
            }
        }
        let notes = proposal.warnings.map { "note: \($0.onOneLine)\n" }.joined()
        return "`\(name.onOneLine)`: \(proposal.size)\n\(lines.joined())\(notes)"
            + (plainTemplate.map { "the template `\($0)` takes over the file, target and task alone: bring the rest into the project "
                + "yourself\n" }
                ?? "mlkit.yaml says so too, key by key: change there what is not right\n")
    }

    private var rows: [(key: String, value: String, why: String)] {
        let decided = proposal.decisions.filter { $0.value != .null }.map { decision in
            (decision.path.joined(separator: "."), Self.value(decision.value), decision.why.onOneLine)
        }
        let noted = proposal.decisions.filter { $0.value == .null }.map { ($0.path[0], "", $0.why.onOneLine) }
        return decided + noted + (proposal.tooSmall.map { [("models", "no network", $0)] } ?? [])
    }

    private static func value(_ value: JSON) -> String {
        switch value {
        case .string(let text): text.onOneLine
        case .array(let items): items.map { $0.string?.onOneLine ?? $0.compact }.joined(separator: ", ")
        default: YAMLText.flow(value).onOneLine
        }
    }
}
