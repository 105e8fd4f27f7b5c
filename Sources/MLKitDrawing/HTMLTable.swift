internal import MLKitCore

/// Rows of texts under a head, all escaped.
public struct HTMLTable: Sendable {
    public let text: String

    public init(_ head: [String], _ rows: [[String]]) {
        func row(_ cells: [String], _ element: String) -> String {
            "<tr>\(cells.map { "<\(element)>\(MarkupText.escaped($0))</\(element)>" }.joined())</tr>\n"
        }
        text = "<table>\n\(row(head, "th"))\(rows.map { row($0, "td") }.joined())</table>\n"
    }
}

extension HTMLPage {
    /// The style of pages that are made of tables and pictures.
    public static let tables = """
        :root { color-scheme: light dark; --text: #1f2328; --dim: #59636e; --back: #fff; --line: #d1d9e0; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --back: #0d1117; --line: #3d444d; } }
        body { margin: 0 auto; padding: 1rem; max-width: 60rem; color: var(--text); background: var(--back);
          font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
        code { font: .9em ui-monospace, monospace; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--dim); font-weight: normal; }
        svg { max-width: 100%; height: auto; }
        @media print { body { max-width: none; font-size: 10pt; } }
        """
}
