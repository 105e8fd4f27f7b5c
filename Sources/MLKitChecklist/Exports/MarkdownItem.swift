internal import MLKitCore
internal import MLKitSpec

/// One item of an exported Markdown list.
struct MarkdownItem {
    let item: ExportContent.Item

    var text: String {
        let mark = ItemMark(of: item.report, answer: item.answer)
        let definition = item.item
        let line =
            "- [\(mark.isDone ? "x" : " ")] **\(MarkdownText.line(definition.title))** "
            + "(\(definition.maturity.rawValue)) \(MarkdownText.code(definition.id)) \(mark.text)"
        return ([line] + facts.map { "  - \($0)" } + note + [guidance]).joined(separator: "\n")
    }

    private var facts: [String] {
        let record = item.record
        var facts = [String]()
        if definition.kind == .question || definition.kind == .choice || item.answer != nil { facts += answer }
        let reason = MarkdownText.line(item.report.reason)
        let isPlain = item.report.state == .open || item.report.state == .done
        if !isPlain || !reason.isEmpty {
            facts.append("**\(item.report.word)**" + (reason.isEmpty ? "" : ": \(reason)"))
        }
        facts += named("because", record?.reason) + named("remark", record?.message)
        let by = [record?.by, record?.at?.day].compactMap { $0 }.joined(separator: ", ")
        facts += named("by", by.isEmpty ? nil : by) + named("assigned to", record?.assignee)
        facts += named("reviewed by", record?.reviewer)
        facts += (record?.evidence ?? []).map { piece in
            "evidence: \(MarkdownText.code(piece.name))\(piece.hash.map { " sha256:\($0.hex)" } ?? "")"
        }
        if let points = item.points { facts.append("points: \(points.brief(2))") }
        return facts
    }

    private var definition: ChecklistItem { item.item }

    /// A question's answer can be written here.
    private var answer: [String] {
        let names = definition.kind == .choice ? definition.options.map(\.name) : definition.answers.map(\.name)
        let known = names.map { MarkdownText.code($0) }.joined(separator: ", ")
        let line = item.answer.map { "answer: \(MarkdownText.line($0))" } ?? "answer:"
        return [line] + (names.isEmpty ? [] : ["one of \(known)"])
    }

    private func named(_ name: String, _ value: String?) -> [String] {
        value.map { ["\(name): \(MarkdownText.line($0))"] } ?? []
    }

    private var note: [String] {
        (item.note ?? "").split(separator: "\n").map { "  > \(MarkdownText.line(String($0)))" }
    }

    /// On one line, since a blank one would end the HTML.
    private var guidance: String {
        func paragraph(_ text: String) -> String {
            text.isEmpty ? "" : "<p>\(MarkupText.escaped(MarkdownText.flat(text)))</p>"
        }
        let choices =
            definition.options.map { ("\($0.name)\($0.title.map { " (\($0))" } ?? "")", $0.when) }
            + definition.answers.map { ($0.name, $0.follows) }
        let list = choices.map { paragraph("\($0.0): \($0.1)") }.joined()
        return "  <details><summary>why and how</summary>\(paragraph(definition.why))\(paragraph(definition.how))"
            + "\(list)</details>"
    }
}
