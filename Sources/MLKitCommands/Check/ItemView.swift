internal import MLKitChecklist
internal import MLKitCore
internal import MLKitScaffold
internal import MLKitSpec

/// One item as a person reads it.
struct ItemView {
    let report: ItemReport
    /// What the item's needs and follow-ups are looked up in.
    let checklist: Checklist
    let isColoured: Bool
    /// Columns to fit into.
    var width = 80

    var text: String {
        let item = report.item
        var text = item.title.lines(of: width).map { $0.styled(.bold, isColoured) + "\n" }.joined()
        text += facts.lines(of: width).map { "\($0)\n" }.joined()
        text += paragraph("why", item.why) + paragraph("how", item.how)
        for option in item.options {
            let title = option.title.map { " (\($0))" } ?? ""
            text += choice("\(option.name)\(title)", option.when, item.followUps[option.name])
        }
        for answer in item.answers { text += choice(answer.name, answer.follows, item.followUps[answer.name]) }
        text += list("after", item.needs.map(withState))
        if !item.gates.isEmpty { text += paragraph("gates the stages", item.gates.joined(separator: ", ")) }
        if let field = item.writes { text += paragraph("writes", place(of: field)) }
        text += list("read on", item.references.map { [$0.title, $0.url].compactMap { $0 }.joined(separator: ": ") })
        return text + relevance + answer
    }

    private var facts: String {
        let item = report.item
        let tags = item.tags.isEmpty ? "" : ", tagged \(item.tags.joined(separator: ", "))"
        let version = item.version > 1 ? ", version \(item.version)" : ""
        return "\(item.id), \(item.kind.rawValue), from \(item.maturity.title) on\(tags)\(version)"
    }

    private func place(of field: String) -> String {
        field.hasPrefix("card.") ? "`\(field.dropFirst(5))` of the model card" : "`\(field)` in mlkit.yaml"
    }

    private func choice(_ name: String, _ text: String, _ opens: [String]?) -> String {
        let lines = text.lines(of: width - 4).map { "    \($0)\n" }.joined()
        let opened = (opens ?? []).map { "    opens \(withState($0))\n" }.joined()
        return "\n  \(name.styled(.bold, isColoured))\n" + lines + opened
    }

    /// An item's id, and where it stands.
    private func withState(_ id: String) -> String {
        guard let other = checklist.reports.first(where: { $0.item.id == id }) else { return id }
        guard case .notForThisProject = other.relevance else { return "\(id) (\(other.word))" }
        return "\(id) (not for this project)"
    }

    private var relevance: String {
        switch report.relevance {
        case .applies: ""
        case .notForThisProject(let condition): "\nnot for this project: it is for those with \(condition.text)\n"
        case .notOpened(let openers): "\nnot asked until the answer to \(openers.joined(separator: " or ")) opens it\n"
        }
    }

    private var answer: String {
        var text = "\n" + report.word.styled(report.style, isColoured)
        if !report.reason.isEmpty { text += ": \(report.reason)" }
        guard let record = report.record else { return text + "\n" + verdicts }
        if let by = record.by { text += ", by \(by)" }
        if let at = record.at { text += ", \(at)" }
        text += "\n"
        if let answer = record.answer { text += "  answer: \(answer)\n" }
        if let reason = record.reason { text += "  because \(reason)\n" }
        if let until = record.until, record.status == .done { text += "  to be looked at again from \(until.day) on\n" }
        if let assignee = record.assignee { text += "  assigned to \(assignee)\n" }
        if let reviewer = record.reviewer {
            text += "  reviewed by \(reviewer)\(record.reviewed.map { ", \($0)" } ?? "")\n"
        }
        if let message = record.message { text += "  \(message)\n" }
        for evidence in record.evidence { text += evidence.line }
        return text + note + verdicts
    }

    /// As its writer has set it.
    private var note: String {
        guard let note = checklist.note(of: report.item) else { return "" }
        return "\nnote:\n"
            + note.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
    }

    private var verdicts: String {
        guard !report.verdicts.isEmpty else { return "" }
        let lines = zip(report.item.probes, report.verdicts).map { probe, verdict in
            "  \(verdict.word.styled(verdict.style, isColoured)) \(probe.name)\n    \(verdict.message)\n"
        }
        return "\nprobes:\n" + lines.joined()
    }

    private func paragraph(_ title: String, _ body: String) -> String {
        "\n\(title):\n" + body.lines(of: width - 2).map { "  \($0)\n" }.joined()
    }

    private func list(_ title: String, _ lines: [String]) -> String {
        lines.isEmpty ? "" : "\n\(title):\n" + lines.map { "  \($0)\n" }.joined()
    }
}
