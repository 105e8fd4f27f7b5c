internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// `mlkit check show ITEM`: one item with its guidance and its answer.
struct CheckShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one item: why, how, and its answer.")

    @Argument(help: "The item's id, or the beginning of one.")
    var item: String

    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let report = try loaded.glanced().find(item)
        let text = ItemView(report: report, isColoured: Console.standard.outputIsColoured).text
        Console.standard.output(text)
        loaded.conclude()
    }
}
