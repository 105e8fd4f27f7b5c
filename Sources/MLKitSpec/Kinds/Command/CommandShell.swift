internal import MLKitCore
internal import MLKitYAML

/// What runs a command that is a text.
public struct CommandShell: Hashable, Sendable {
    /// The program, and where it was given with its options, those.
    var words = [Self.standard]
    /// Whether it was given with its options: then nothing is added to them.
    var hasOptions = false

    static let standard = "/bin/sh"

    /// The shells whose language is that of `sh`, in which `set -e` ends a script at the first command that fails, and
    /// quotes are as `ShellQuoting` has them.
    private static let familiar: Set<Substring> = ["sh", "bash", "dash", "ash", "ksh", "mksh", "zsh"]

    /// Whether it reads the language of `sh`.
    var isFamiliar: Bool { words.first?.split(separator: "/").last.map { Self.familiar.contains($0) } ?? false }

    /// The program and its arguments.
    func arguments(for text: String) -> [String] {
        guard !hasOptions else { return words + [text] }
        return words + ["-c", isFamiliar && Self.hasLines(text) ? Self.strict + text : text]
    }

    /// On the line of the first command, so that a shell counts lines as they are. Not every `sh` has `pipefail`.
    private static let strict = "set -e; (set -o pipefail) 2>/dev/null && set -o pipefail; "

    private static func hasLines(_ text: String) -> Bool { text.trimmed.utf8.contains(UInt8(ascii: "\n")) }
}

extension KeyType<CommandShell> {
    package static var shell: Self {
        KeyType(
            .either([.text, .list(.text)]),
            read: { node in
                if let words = node.sequence { return CommandShell(words: words.compactMap(\.text), hasOptions: true) }
                return node.text.map { CommandShell(words: [$0]) }
            },
            write: { shell in
                shell.hasOptions ? .array(shell.words.map { .string($0) }) : .string(shell.words.first ?? CommandShell.standard)
            })
    }
}
