internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// A line of a list in deon's format.
struct DeonLine {
    let id: String
    let place: SourceLocation
    private let title: String
    private let text: String

    private static let how = """
        Talk it over with the team, and record what came of it: a remark (`-m`), a note in the record, evidence. Skip it \
        with a reason if it does not apply.
        """

    /// - Parameter section: its id, and that as the file has it, with which ids of lines begin.
    init(_ node: Node, section: (id: String, written: String)) {
        let summary = node["line_summary"]?.text?.trimmed ?? ""
        let line = node["line"]?.text?.trimmed ?? ""
        title = summary.isEmpty ? line : summary
        text = line.isEmpty ? summary : line
        let named = node["line_id"] ?? node["line_summary"] ?? node["line"]
        place = (named ?? node).location
        let own = node["line_id"]?.text.map { Self.own($0.trimmed, section.written) } ?? title
        id = "\(section.id).\(DeonSection.word(own))"
    }

    /// What the id of a line adds to that of its section: `1` of `A.1`.
    private static func own(_ id: String, _ section: String) -> String {
        let rest = id.dropFirst(section.count)
        guard !section.isEmpty, id.lowercased().hasPrefix(section.lowercased()), let mark = rest.first,
            !mark.isLetter, !mark.isNumber, rest.count > 1
        else { return id }
        return String(rest)
    }

    var problems: [Diagnostic] {
        guard !title.isEmpty else {
            return [.error("a line needs `line` or `line_summary`", at: place)]
        }
        return id.hasSuffix(".") ? [DeonSection.nameless("line", title, place)] : []
    }

    var item: ChecklistItem {
        ChecklistItem(
            id: id, formerIDs: [], title: title, why: text, how: Self.how, kind: .task, maturity: .poc, tags: [], options: [],
            answers: [], followUps: [:], writes: nil, condition: nil, needs: [], gates: [], probes: [],
            needsConfirmation: false, references: [], version: 1, location: place)
    }
}
