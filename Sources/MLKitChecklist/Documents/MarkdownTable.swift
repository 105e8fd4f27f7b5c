/// A table in GitHub's Markdown.
struct MarkdownTable {
    let header: [String]
    var rows: [[String]] = []

    /// Nothing for a table without rows.
    var text: String? {
        guard !rows.isEmpty else { return nil }
        let lines = [header, header.map { _ in "---" }] + rows
        return lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }
}
