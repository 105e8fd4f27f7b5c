internal import ArgumentParser
internal import MLKitChecklist

/// `mlkit check skip ITEM --because TEXT`: record that an item does not apply.
struct CheckSkipCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Record that an item does not apply to this project, and why.")

    @OptionGroup var answering: AnsweringOptions

    @Option(help: "Why it does not apply.")
    var because: String

    func run() throws {
        try answering.record { try $0.checklist.skip($1, because: because, $2) }
    }
}
