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

    @Option(
        help: ArgumentHelp("Only items in this state; may be given again.", valueName: "state"),
        completion: .list(ItemState.words))
    var state: [String] = []

    @Argument(help: "Only items of this section.", completion: .names(.sections))
    var only: String?

    @OptionGroup var selection: ItemSelection
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        if only != nil, selection.section != nil {
            throw ValidationError("name one section, with or without --section")
        }
        for word in state where !ItemState.words.contains(word) {
            throw ValidationError("no item is `\(word)`: states are \(Suggestion.list(ItemState.words))")
        }
    }

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let checklist = try loaded.glanced()
        var selection = selection
        selection.section = only ?? selection.section
        let reports = selected(checklist, try selection.filter(for: loaded))
        switch format.format {
        case .text:
            let scores = selection.isEmpty && state.isEmpty ? ScoreView(scores: checklist.scores).text : ""
            Console.standard.say(text(reports) + (scores.isEmpty ? "" : "\n" + scores.dropLast()))
        case .json: Console.standard.output(JSON.array(reports.map { json($0, checklist) }).pretty)
        }
        loaded.conclude()
    }

    private func selected(_ checklist: Checklist, _ filter: ItemFilter) -> [ItemReport] {
        checklist.reports.filter { report in
            filter.fits(report) && (state.isEmpty || state.contains(report.word))
                && (!open || !report.state.isSettled) && (all || report.counts)
        }
    }

    /// An item as everywhere, and its `points` if its list gives any.
    private func json(_ report: ItemReport, _ checklist: Checklist) -> JSON {
        guard let points = checklist.points(of: report) else { return report.json }
        return .object((report.json.members ?? []) + [JSON.Member("points", .double(points))])
    }

    private func text(_ reports: [ItemReport]) -> String {
        guard !reports.isEmpty else { return "no such items\n" }
        var table = TextTable()
        for report in reports {
            let state = report.word.padded(7).styled(report.style, Console.standard.outputIsColoured)
            table.add(state, report.item.maturity.rawValue, report.item.id, report.item.title)
        }
        return table.text(width: Console.standard.outputWidth)
    }
}
