internal import ArgumentParser
internal import MLKitChecklist

/// `mlkit check reopen ITEM`: record that an item has to be looked at again.
struct CheckReopenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Record that an answered item has to be looked at again.")

    @Argument(help: "The item's id, or the beginning of one.")
    var item: String

    @Option(help: "Why it is open again.")
    var because: String?

    @OptionGroup var recording: RecordingOptions
    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let report = try loaded.checklist.find(item)
        let answering = try loaded.answering(commits: recording.commit)
        loaded.report(try loaded.checklist.reopen(report.item, because: because, answering))
    }
}
