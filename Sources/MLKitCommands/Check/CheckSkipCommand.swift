internal import ArgumentParser
internal import MLKitChecklist

/// `mlkit check skip ITEM --because TEXT`: record that an item does not apply.
struct CheckSkipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Record that an item does not apply to this project, and why.")

    @Argument(help: "The item's id, or the beginning of one.")
    var item: String

    @Option(help: "Why it does not apply.")
    var because: String

    @OptionGroup var recording: RecordingOptions
    @OptionGroup var project: ProjectOption

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let report = try loaded.checklist.find(item)
        let answering = try loaded.answering(commits: recording.commit)
        loaded.report(try loaded.checklist.skip(report.item, because: because, answering))
    }
}
