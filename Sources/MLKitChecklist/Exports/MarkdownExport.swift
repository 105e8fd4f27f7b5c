internal import MLKitCore
internal import MLKitSpec

/// The checklist as a task list in GitHub's Markdown, which `mlkit check sync` reads back.
///
/// A box is ticked if the item is done. An item's line ends with its id as code, which survives editors that drop
/// comments, and with an `ItemMark`. Below it stand lines such as `- answer: …`, of which that of the answer can be
/// edited.
struct MarkdownExport {
    let content: ExportContent

    static let mark =
        "<!-- mlkit checklist: tick boxes or fill in answers, then run `mlkit check sync` on this file -->"

    var text: String {
        let project = content.project
        var parts = [Self.mark, "# Checklist of \(MarkdownText.line(project.title ?? project.name))", summary]
        if content.lists.isEmpty { parts.append("No item is selected.") }
        for list in content.lists { parts += text(of: list) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var summary: String {
        let blocking = content.items.count { content.isBlocking($0) }
        let tally = content.tally
        let rest = blocking == 0 ? "nothing is open" : "\(blocking) open"
        return "\(tally.settled) of \(plural(tally.total, "item")) settled; \(rest) for \(project.maturity.title)."
    }

    private var project: ProjectSpec.Project { content.project }

    private func text(of list: ExportContent.List) -> [String] {
        var parts = ["## \(MarkdownText.line(list.title))"]
        if let score = list.score {
            let means = score.means.map { ": \(MarkdownText.line($0))" } ?? ""
            parts.append("**\(score.words)**\(means)")
        }
        for section in list.sections {
            parts.append("### \(MarkdownText.line(section.title))")
            parts.append(section.items.map { MarkdownItem(item: $0).text }.joined(separator: "\n"))
        }
        return parts
    }
}
