internal import ArgumentParser
internal import MLKitChecklist

/// `mlkit check choose ITEM OPTION`: record a decision.
struct CheckChooseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "choose", abstract: "Record which option was chosen.",
        discussion: "`mlkit check show ITEM` lists the options, and when each is the right one.")

    @OptionGroup var answering: AnsweringOptions

    @Argument(help: "The option.")
    var option: String

    @OptionGroup var evidence: EvidenceOptions

    func run() throws {
        try answering.record { loaded, item, by in
            try loaded.checklist.markDone(
                item, answer: option, evidence: evidence.names(loaded), message: evidence.message,
                until: evidence.day(), by)
        }
    }
}
