internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// `mlkit check show ITEM`: one item with its guidance and its answer.
struct CheckShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one item: why, how, and its answer.")

    @Argument(help: "The item's id, or an abbreviation of it.", completion: .names(.items))
    var item: String

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let checklist = try loaded.glanced()
        let report = try checklist.find(item)
        let console = Console.standard
        switch format.format {
        case .text:
            let width = min(max(console.outputWidth ?? 80, 20), 80)
            let view = ItemView(
                report: report, checklist: checklist, isColoured: console.outputIsColoured, width: width)
            console.output(view.text)
        case .json: console.output(report.wholeJSON(note: checklist.note(of: report.item)).pretty)
        }
        loaded.conclude()
    }
}
