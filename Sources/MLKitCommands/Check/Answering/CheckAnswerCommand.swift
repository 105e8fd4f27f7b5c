internal import ArgumentParser
internal import MLKitChecklist

/// `mlkit check answer ITEM ANSWER`: record the answer to a question.
struct CheckAnswerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Record the answer to a question.",
        discussion: "`mlkit check show ITEM` lists the answers it takes, and what follows from each.")

    @OptionGroup var answering: AnsweringOptions

    @Argument(help: "The answer: one of the item's, or your own words where it lists none.")
    var answer: String

    @OptionGroup var evidence: EvidenceOptions

    func run() throws {
        try answering.record { loaded, item, by in
            try loaded.checklist.markDone(
                item, answer: answer, evidence: evidence.names(loaded), message: evidence.message,
                until: evidence.day(), by)
        }
    }
}
