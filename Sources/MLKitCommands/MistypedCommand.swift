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

    /// What the parser says, with the name that was meant. If more is typed behind the command, it complains of that.
    /// `nil` for what is no complaint.
    func complete(_ message: String) -> String? {
        guard message.hasPrefix("Error: ") else { return nil }
        let rest = message.drop { $0 != "\n" }
        return "Error: Unexpected argument '\(typed)'. Did you mean '\(meant)'?" + rest
    }
}
