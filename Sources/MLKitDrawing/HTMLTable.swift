internal import MLKitCore

/// Rows of texts under a head, all escaped.
public struct HTMLTable: Sendable {
    public let text: String

    /// - Parameter marked: the rows that stand out.
    public init(_ head: [String], _ rows: [[String]], marked: Set<Int> = []) {
        func row(_ cells: [String], _ element: String, _ attributes: String = "") -> String {
            "<tr\(attributes)>\(cells.map { "<\(element)>\(MarkupText.escaped($0))</\(element)>" }.joined())</tr>\n"
        }
        let body = rows.enumerated().map { row($1, "td", marked.contains($0) ? " class=\"marked-row\"" : "") }
        text = "<table>\n\(row(head, "th"))\(body.joined())</table>\n"
    }
}
