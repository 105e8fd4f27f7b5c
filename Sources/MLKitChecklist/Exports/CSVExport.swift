internal import MLKitCore
internal import MLKitSpec

/// The checklist as a table with a header (RFC 4180): lines end with CR LF, and fields with commas, quotes or line
/// breaks stand in quotes.
struct CSVExport {
    let content: ExportContent

    private static let header = [
        "list", "section", "item", "title", "kind", "maturity", "tags", "state", "reason", "answer", "by", "at",
        "because", "until", "assignee", "reviewer", "message", "evidence", "points",
    ]
    static let mark = "list,section,item,title,kind,maturity"

    var text: String {
        let rows = content.lists.flatMap { list in
            list.sections.flatMap { section in section.items.map { row(list.name, section.id, $0) } }
        }
        return ([Self.header] + rows).map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
    }

    private func row(_ list: String, _ section: String, _ item: ExportContent.Item) -> [String] {
        let (definition, record) = (item.item, item.record)
        let about = [
            list, section, definition.id, definition.title, definition.kind.rawValue, definition.maturity.rawValue,
            definition.tags.joined(separator: " "), item.report.word, item.report.reason,
        ]
        let answer = [
            item.answer, record?.by, record?.at?.description, record?.reason, record?.until?.day, record?.assignee,
            record?.reviewer, record?.message, record?.evidence.map(\.words).joined(separator: "\n"),
            item.points?.brief(2),
        ]
        return about + answer.map { $0 ?? "" }
    }

    /// A field as it stands in the file. One that a spreadsheet would take for a formula gets an apostrophe in front,
    /// as OWASP advises against CSV injection.
    private static func field(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) } ?? false
        return DelimitedText.written((isFormula ? "'" : "") + text.replacing("\0", with: ""))
    }
}
