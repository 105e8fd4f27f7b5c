internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// One item as a person reads it.
struct ItemView {
    let report: ItemReport
    let isColoured: Bool

    var text: String {
        let item = report.item
        var text = item.title.styled(.bold, isColoured) + "\n"
        text += "\(item.id), \(item.kind.rawValue), from \(item.maturity.title) on\n"
        text += paragraph("why", item.why) + paragraph("how", item.how)
        for option in item.options {
            let title = option.title.map { " (\($0))" } ?? ""
            text += choice("\(option.name)\(title)", option.when, item.followUps[option.name])
        }
        for answer in item.answers { text += choice(answer.name, answer.follows, item.followUps[answer.name]) }
        if !item.needs.isEmpty { text += paragraph("after", item.needs.joined(separator: ", ")) }
        if !item.gates.isEmpty { text += paragraph("gates the stages", item.gates.joined(separator: ", ")) }
        for reference in item.references { text += paragraph("read on", [reference.title, reference.url].compactMap { $0 }.joined(separator: ": ")) }
        return text + relevance + answer
    }

    private func choice(_ name: String, _ text: String, _ opens: [String]?) -> String {
        let lines = Self.wrapped(text, width: 76).map { "    \($0)\n" }.joined()
        let opened = opens.map { "    opens \($0.joined(separator: ", "))\n" } ?? ""
        return "\n  \(name.styled(.bold, isColoured))\n" + lines + opened
    }

    private var relevance: String {
        switch report.relevance {
        case .applies: ""
        case .notForThisProject(let condition): "\nnot for this project: it is for those with \(condition.text)\n"
        case .notOpened(let openers): "\nnot asked until the answer to \(openers.joined(separator: " or ")) opens it\n"
        }
    }

    private var answer: String {
        let state = report.state
        var text = "\n" + state.word.styled(state.style, isColoured)
        if !report.reason.isEmpty { text += ": \(report.reason)" }
        guard let record = report.record else { return text + "\n" + verdicts }
        if let by = record.by { text += ", by \(by)" }
        if let at = record.at { text += ", \(at)" }
        text += "\n"
        if let answer = record.answer { text += "  answer: \(answer)\n" }
        if let reason = record.reason { text += "  because \(reason)\n" }
        if let assignee = record.assignee { text += "  assigned to \(assignee)\n" }
        if let reviewer = record.reviewer { text += "  reviewed by \(reviewer)\(record.reviewed.map { ", \($0)" } ?? "")\n" }
        if let message = record.message { text += "  \(message)\n" }
        for evidence in record.evidence { text += evidence.line }
        return text + verdicts
    }

    private var verdicts: String {
        guard !report.verdicts.isEmpty else { return "" }
        let lines = zip(report.item.probes, report.verdicts).map { probe, verdict in
            "  \(verdict.word.styled(verdict.style, isColoured)) \(probe.name)\n    \(verdict.message)\n"
        }
        return "\nprobes:\n" + lines.joined()
    }

    private func paragraph(_ title: String, _ body: String) -> String {
        "\n\(title):\n" + Self.wrapped(body, width: 78).map { "  \($0)\n" }.joined()
    }

    /// The text in lines of at most `width` characters, broken at spaces.
    static func wrapped(_ text: String, width: Int) -> [String] {
        var lines = [String]()
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
