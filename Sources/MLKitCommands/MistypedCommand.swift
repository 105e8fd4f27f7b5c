internal import ArgumentParser
internal import MLKitCore

/// The name of a command that does not exist, and of the one that was meant.
struct MistypedCommand {
    let typed: String
    let meant: String

    /// `nil` if all commands exist, or none is like it.
    init?(in arguments: [String], of command: any ParsableCommand.Type) {
        guard let word = arguments.first, !word.hasPrefix("-") else { return nil }
        let commands = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
        if let inner = commands.first(where: { $0.configuration.commandName == word }) {
            self.init(in: Array(arguments.dropFirst()), of: inner)
            return
        }
        let names = commands.compactMap { $0.configuration.commandName }
        guard let meant = Suggestion.nearest(to: word, among: names) else { return nil }
        self.init(typed: word, meant: meant)
    }

    private init(typed: String, meant: String) {
        self.typed = typed
        self.meant = meant
    }

    /// What the parser says of it, with the name that was meant; `nil` if it complains about something else.
    func complete(_ message: String) -> String? {
        let complaint = "Unexpected argument '\(typed)'"
        guard let range = message.firstRange(of: complaint) else { return nil }
        return message[..<range.upperBound] + ". Did you mean '\(meant)'?" + message[range.upperBound...]
    }
}
