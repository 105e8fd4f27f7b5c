internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore

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

/// `mlkit check waive ITEM --until DATE --because TEXT`: record that an item can wait.
struct CheckWaiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waive", abstract: "Record that an item may stay undone until a day, and why.",
        discussion: "When the day is over, the item shows as overdue, and gates count it as open.")

    @OptionGroup var answering: AnsweringOptions

    @Option(help: ArgumentHelp("The last day of the waiver.", valueName: "date"))
    var until: String

    @Option(help: ArgumentHelp("Who allows it; you if left out.", valueName: "name"))
    var by: String?

    @Option(help: "Why it can wait.")
    var because: String

    func run() throws {
        let day = try Timestamp(argument: until)
        try answering.record { try $0.checklist.waive($1, until: day, by: by, because: because, $2) }
    }
}
