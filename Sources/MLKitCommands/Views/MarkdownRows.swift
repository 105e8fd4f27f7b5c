/// Rows of cells as a table of Markdown; the first row is the header.
enum MarkdownRows {
    static func text(_ rows: [[String]]) -> String {
        guard let header = rows.first else { return "" }
        let rule = "|" + header.map { _ in "---|" }.joined()
        return ([line(header), rule] + rows.dropFirst().map(line)).map { $0 + "\n" }.joined()
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.map(escaped).joined(separator: " | ") + " |"
    }

    /// What Markdown or HTML would read as its own is marked; a line break would end the row.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "|", "\\", "`", "*", "[", "]", "<", ">": result += "\\\(character)"
            case _ where character.isNewline: result += " "
            default: result.append(character)
            }
        }
        return result
    }
}
