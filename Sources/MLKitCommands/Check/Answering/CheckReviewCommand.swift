internal import ArgumentParser
internal import MLKitChecklist

/// `mlkit check review ITEM`: record that somebody else agrees with an answer.
struct CheckReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Record that you looked at somebody's answer and agree.")

    @OptionGroup var answering: AnsweringOptions

    func run() throws {
        try answering.record { try $0.checklist.review($1, $2) }
    }
}

/// `mlkit check reopen ITEM`: record that an item has to be looked at again.
struct CheckReopenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Record that an answered item has to be looked at again.")

    @OptionGroup var answering: AnsweringOptions

    @Option(help: "Why it is open again.")
    var because: String?

    func run() throws {
        try answering.record { try $0.checklist.reopen($1, because: because, $2) }
    }
}
