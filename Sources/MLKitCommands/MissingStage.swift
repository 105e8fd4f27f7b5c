internal import MLKitCore
internal import MLKitSpec
internal import MLKitStages

/// The stages that a command may be asked about, where it has to be told one and is not.
enum MissingStage {
    /// The most that are listed.
    private static let shown = 20

    /// What the parser says, with the stages of the project. `nil` for another complaint, and where no project is.
    static func complete(_ message: String, arguments: [String]) -> String? {
        guard message.hasPrefix("Error: Missing expected argument '<stage"), let end = message.firstIndex(of: "\n"),
            let known = try? ProjectNames.stages.candidates(arguments, "", .builtIn), !known.isEmpty
        else { return nil }
        let names = known.prefix(shown).map { "`\($0)`" }.joined(separator: ", ")
        let more = known.count > shown ? " and \(known.count - shown) others" : ""
        return "\(message[..<end]): it is one of \(names)\(more)\(message[end...])\n"
    }
}
