internal import ArgumentParser
internal import MLKitChecklist
internal import SystemPackage

/// `mlkit check done ITEM`: record that an item is done, with its evidence.
struct CheckDoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Record that an item is done, with its evidence.",
        discussion: """
            Evidence is bound by its content: when the file changes later, the item shows as stale. The record is \
            committed by itself; nothing else that is changed or staged is touched.
            """)

    @Argument(help: "The item's id, or the beginning of one.")
    var item: String

    @Option(name: [.short, .long], help: "A file or folder that the answer rests on; may be given again.")
    var evidence: [String] = []

    @OptionGroup var recording: RecordingOptions
    @OptionGroup var project: ProjectOption

    @Option(name: [.short, .long], help: "The answer in a line.")
    var message: String?

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let report = try loaded.checklist.find(item)
        // Paths are meant as seen from here.
        let paths = evidence.map { loaded.surroundings.directory.pushing(FilePath($0)).lexicallyNormalized() }
        let change = try loaded.checklist.markDone(
            report.item, evidence: paths.isEmpty ? nil : paths, message: message,
            loaded.answering(commits: recording.commit))
        loaded.report(change)
    }
}

/// How an answer is recorded.
struct RecordingOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Commit the record.")
    var commit = true
}
