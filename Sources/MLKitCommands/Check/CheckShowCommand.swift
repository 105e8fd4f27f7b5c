internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// `mlkit check show ITEM`: one item with its guidance, its answer and the answer's history.
struct CheckShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one item: why, how, its answer and who gave it.")

    @Argument(help: "The item's id, or an abbreviation of it.", completion: .names(.items))
    var item: String

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let checklist = try loaded.glanced()
        let report = try checklist.find(item)
        let changes = history(of: report.item, loaded)
        let console = Console.standard
        switch format.format {
        case .text:
            let width = min(max(console.outputWidth ?? 80, 20), 80)
            let view = ItemView(
                report: report, checklist: checklist, isColoured: console.outputIsColoured, width: width)
            console.say(view.text + lines(changes, isColoured: console.outputIsColoured))
        case .json:
            let members = report.wholeJSON(note: checklist.note(of: report.item)).members ?? []
            console.output(JSON.object(members + [.init("history", .array(changes.map(\.json)))]).pretty)
        }
        loaded.conclude()
    }

    /// What became of the answer, newest first; nothing outside git, where an answer has no history.
    private func history(of item: ChecklistItem, _ loaded: LoadedChecklist) -> [AnswerChange] {
        let files = LocalFileSystem(.whole)
        let history = try? AnswerHistory(project: loaded.root, git: loaded.surroundings.git(), files: files, seal: loaded.seal)
        return history?.changes(matching: AnswerFilter(items: Set([item.id] + item.formerIDs))) ?? []
    }

    private func lines(_ changes: [AnswerChange], isColoured: Bool) -> String {
        guard !changes.isEmpty else { return "" }
        let view = LogView(isColoured: isColoured, namesItem: false, indent: 2)
        let rest = changes.count - Self.shown
        let more = rest > 0 ? "  and \(rest) before: `mlkit check log \(item)`\n" : ""
        return "\nhistory:\n" + view.text(Array(changes.prefix(Self.shown))) + more
    }

    /// So many changes are shown in the text.
    private static let shown = 5
}
