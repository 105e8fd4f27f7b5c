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
        for option in item.options { text += "\n  \(option.name.styled(.bold, isColoured)): \(option.when)\n" }
        if let yes = item.yes { text += paragraph("if yes", yes) }
        if let no = item.no { text += paragraph("if no", no) }
        return text + answer
    }

    private var answer: String {
        let state = report.state
        var text = "\n" + state.word.styled(state.style, isColoured)
        if !state.reason.isEmpty { text += ": \(state.reason)" }
        guard let record = report.record else { return text + "\n" }
        if let by = record.by { text += ", by \(by)" }
        if let at = record.at { text += ", \(at)" }
        text += "\n"
        if let message = record.message { text += "  \(message)\n" }
        for evidence in record.evidence { text += "  evidence \(evidence.path)  \(evidence.hash.hex.prefix(12))\n" }
        return text
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
