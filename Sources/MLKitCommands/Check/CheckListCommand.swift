internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// `mlkit check list`: every item.
struct CheckListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the items with their state.")

    @Flag(help: "Only items that are still to be done.")
    var open = false

    @Flag(help: "Also items that are not for this project, or not asked yet.")
    var all = false

    @Argument(help: "Only the items of this section.")
    var section: String?

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let checklist = try loaded.glanced()
        let reports = try selected(checklist)
        switch format.format {
        case .text:
            let scores = section == nil ? ScoreView(scores: checklist.scores).text : ""
            Console.standard.output(text(reports) + (scores.isEmpty ? "" : "\n" + scores.dropLast()))
        case .json: Console.standard.output(JSON.array(reports.map { json($0, checklist) }).pretty)
        }
        loaded.conclude()
    }

    private func selected(_ checklist: Checklist) throws -> [ItemReport] {
        let sections = checklist.definitions.flatMap(\.sections).map(\.id)
        if let section, !sections.contains(section) {
            throw Failure(
                "there is no section `\(section)` in the checklist",
                hint: Suggestion.hint(for: section, among: sections))
        }
        return checklist.reports.filter { report in
            (section == nil || report.item.section == section) && (!open || !report.state.isSettled)
                && (all || report.counts)
        }
    }

    /// An item as everywhere, and its `points` if its list gives any.
    private func json(_ report: ItemReport, _ checklist: Checklist) -> JSON {
        guard let points = checklist.points(of: report) else { return report.json }
        return .object((report.json.members ?? []) + [JSON.Member("points", .double(points))])
    }

    private func text(_ reports: [ItemReport]) -> String {
        var table = TextTable()
        for report in reports {
            let state = report.word.padded(7).styled(report.style, Console.standard.outputIsColoured)
            table.add(state, report.item.maturity.rawValue, report.item.id, report.item.title)
        }
        return table.text()
    }
}
