internal import ArgumentParser
internal import MLKitCore

/// `NAME=TEXT` on the command line: an option of a choice, or an answer to a question.
struct NamedText: ExpressibleByArgument {
    var name: String
    var text: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        (name, text) = (parts[0], parts[1])
    }
}
