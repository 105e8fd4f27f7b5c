internal import ArgumentParser
internal import MLKitChecklist

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
