internal import ArgumentParser

/// What stands behind `mlkit help`, which the parser's scripts complete nothing of: the names of commands, and of those in them.
struct HelpCompletion {
    /// Names of commands by the words before them.
    private let names: [(words: String, names: [String])]

    init(_ root: any ParsableCommand.Type) {
        let commands = Self.shown(root)
        names = [("", commands.map(Self.name))] + commands.map { (Self.name($0), Self.shown($0).map(Self.name)) }.filter { !$0.1.isEmpty }
    }

    private static func shown(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        (command.configuration.subcommands + command.configuration.groupedSubcommands.flatMap(\.subcommands)).reduce(into: []) { all, one in
            if one.configuration.shouldDisplay, !all.contains(where: { $0 == one }) { all.append(one) }
        }
    }

    private static func name(_ command: any ParsableCommand.Type) -> String { command.configuration.commandName ?? "" }

    /// The parser's script with what completes these names.
    func complete(_ script: String, for shell: CompletionShell) -> String {
        switch shell {
        case .bash: script + "\n\n" + bash
        case .zsh: script.replacing("\nif [[ \"${funcstack[1]}\"", with: "\n\(zsh)\n\nif [[ \"${funcstack[1]}\"", maxReplacements: 1)
        default: script + "\n" + fish
        }
    }

    /// `unparsed_words` are those behind `help`; the last is the one to complete.
    private var bash: String {
        function(match: "${unparsed_words[*]::${#unparsed_words[@]}-1}") { "COMPREPLY+=($(compgen -W '\($0)' -- \"${cur}\"))" }
    }

    /// `words` begin with `help`.
    private var zsh: String {
        function(match: "${(j: :)words[2,CURRENT-1]}") { "compadd -- \($0)" }
    }

    private func function(match words: String, _ complete: (String) -> String) -> String {
        let cases = names.map { "    '\($0.words)')\n        \(complete($0.names.joined(separator: " ")))\n        ;;\n" }
        return "_mlkit_help() {\n    case \"\(words)\" in\n\(cases.joined())    esac\n}"
    }

    private var fish: String {
        names.map { words, names in
            let before = (["mlkit", "help"] + (words.isEmpty ? [] : [words])).joined(separator: " ")
            return "complete -c 'mlkit' -n 'test \"$(__mlkit_tokens -pc | string join \" \")\" = \"\(before)\"' -fa "
                + "'\(names.joined(separator: " "))'"
        }.joined(separator: "\n")
    }
}
