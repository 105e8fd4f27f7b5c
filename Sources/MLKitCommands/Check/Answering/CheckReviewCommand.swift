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
