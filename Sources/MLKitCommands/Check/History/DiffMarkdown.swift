internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// A comparison in Markdown, for a pull request.
struct DiffMarkdown {
    let diff: AnswerDiff

    var text: String {
        let heading = "### Checklist: \(diff.summary)\n\n`\(diff.range)`\n"
        guard !diff.sections.isEmpty else { return heading }
        return heading + levels + diff.sections.map(section).joined()
    }

    private var levels: String {
        let rows = diff.levels.map { "| \($0.maturity.title) | \($0.before.words) | \($0.after.words) |\n" }
        return "\n| required for | before | after |\n|---|---|---|\n" + rows.joined()
    }

    private func section(_ section: AnswerDiff.Section) -> String {
        let rows = section.items.map { item in
            let cells = [item.title ?? "", item.detail, item.person].map(Self.cell)
            return "| \(item.kind.rawValue) | `\(item.id)` | \(cells.joined(separator: " | ")) |\n"
        }
        return "\n**\(Self.cell(section.title))**\n\n| | item | | | by |\n|---|---|---|---|---|\n" + rows.joined()
    }

    /// People's words, so that they neither end the cell nor become markup or links.
    private static func cell(_ text: String) -> String {
        var cell = ""
        for character in text {
            switch character {
            case "|", "\\", "`", "*", "_", "[", "]", "#": cell += "\\\(character)"
            case "<": cell += "&lt;"
            case ">": cell += "&gt;"
            case "&": cell += "&amp;"
            case "@": cell += "@\u{200B}"
            default: cell.append(character.isNewline ? " " : character)
            }
        }
        return cell
    }
}
