internal import ArgumentParser
internal import MLKitChecklist

/// `mlkit check answer ITEM ANSWER`: record the answer to a question.
struct CheckAnswerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Record the answer to a question.",
        discussion: "`mlkit check show ITEM` lists the answers it takes, and what follows from each.")

    @OptionGroup var answering: AnsweringOptions

    @Argument(
        help: "The answer: one of the item's, or your own words where it lists none.", completion: .names(.answers))
    var answer: String

    @OptionGroup var evidence: EvidenceOptions

    @Flag(inversion: .prefixedNo, help: "Write the answer to mlkit.yaml too, if the item names a field there.")
    var write = true

    func run() throws {
        try answering.answer(answer, evidence, writes: write)
    }
}

/// `mlkit check choose ITEM OPTION`: record a decision.
struct CheckChooseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "choose", abstract: "Record which option was chosen.",
        discussion: "`mlkit check show ITEM` lists the options, and when each is the right one.")

    @OptionGroup var answering: AnsweringOptions

    @Argument(help: "The option.", completion: .names(.answers))
    var option: String

    @OptionGroup var evidence: EvidenceOptions

    @Flag(inversion: .prefixedNo, help: "Write the answer to mlkit.yaml too, if the item names a field there.")
    var write = true

    func run() throws {
        try answering.answer(option, evidence, writes: write)
    }
}
