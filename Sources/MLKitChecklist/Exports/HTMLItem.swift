internal import MLKitCore
internal import MLKitSpec

/// One item of the page. All text is a stranger's, and escaped.
struct HTMLItem {
    let item: ExportContent.Item
    /// The class by which those of one person are found.
    let person: String

    var text: String {
        let definition = item.item
        let word = item.report.word
        return """
            <li class="item is-\(word)\(item.isOpen ? " unsettled" : "") from-\(definition.maturity.rawValue) \(person)" \
            id="\(definition.id)">
            <p class="head"><span class="state">\(word)</span> <strong dir="auto">\(escaped(definition.title))</strong></p>
            <p class="about"><code>\(definition.id)</code> · \(definition.maturity.title)</p>
            \(facts)<details><summary>why and how</summary>\(guidance)</details>
            </li>

            """
    }

    private var facts: String {
        let record = item.record
        let by = [record?.by, record?.at?.day].compactMap { $0 }.joined(separator: ", ")
        let evidence = record?.evidence.map { "<code>\(escaped($0.words))</code>" }.joined(separator: "<br>") ?? ""
        let rows: [(String, String)] = [
            ("state", prose(item.report.reason)), ("answer", escaped(item.answer ?? "")),
            ("because", prose(record?.reason ?? "")), ("remark", prose(record?.message ?? "")),
            ("by", escaped(by)), ("assigned to", escaped(record?.assignee ?? "")),
            ("reviewed by", escaped(record?.reviewer ?? "")), ("evidence", evidence),
            ("note", lines(item.note ?? "")), ("points", item.points?.brief(2) ?? ""),
        ]
        let said = rows.filter { !$0.1.isEmpty }.map { "<dt>\($0.0)</dt><dd dir=\"auto\">\($0.1)</dd>" }
        return said.isEmpty ? "" : "<dl>\(said.joined())</dl>\n"
    }

    private var guidance: String {
        let definition = item.item
        let choices =
            definition.options.map { ($0.title ?? $0.name, $0.when) }
            + definition.answers.map { ($0.name, $0.follows) }
        let list = choices.map { "<dt>\(escaped($0.0))</dt><dd>\(prose($0.1))</dd>" }.joined()
        let references = definition.references.map { "<li>\(link($0))</li>" }.joined()
        return "<p>\(prose(definition.why))</p><p>\(prose(definition.how))</p>"
            + (list.isEmpty ? "" : "<dl>\(list)</dl>") + (references.isEmpty ? "" : "<ul>\(references)</ul>")
    }

    /// Only addresses of the web become links: a list could bring `javascript:`.
    private func link(_ reference: ChecklistItem.Reference) -> String {
        guard let url = reference.url, url.hasPrefix("https://") || url.hasPrefix("http://") else {
            return escaped(reference.title)
        }
        return "<a href=\"\(escaped(url))\" rel=\"noreferrer\">\(escaped(reference.title))</a>"
    }

    private func lines(_ text: String) -> String {
        text.split(separator: "\n").map { prose(String($0)) }.joined(separator: "<br>")
    }

    private func prose(_ text: String) -> String { MarkupText.withCode(MarkdownText.flat(text)) }

    private func escaped(_ text: String) -> String { MarkupText.escaped(MarkdownText.flat(text)) }
}
