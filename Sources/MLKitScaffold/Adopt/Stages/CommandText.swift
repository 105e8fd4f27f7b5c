internal import MLKitCore

/// Commands in a shell's words.
enum CommandText {
    /// The text with what `mlkit.yaml` would take for a reference marked as the characters themselves.
    static func escaped(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            let close = rest.hasPrefix("${") ? rest.firstIndex(of: "}") : nil
            if let close, rest[..<close].contains(".") || result.hasSuffix("$") { result += "$" }
            result += "$"
            rest = rest.dropFirst()
        }
        return result + rest
    }

    /// Several commands as one that ends with the first that fails. One that changes its shell (by `cd` or a
    /// variable), or that is a list of commands itself, gets a shell of its own, as it had before.
    static func joined(_ commands: [String]) -> String {
        guard commands.count > 1 else { return commands.first ?? "" }
        return commands.map { standsAlone($0) ? $0 : "(\n\($0)\n)" }.joined(separator: " &&\n")
    }

    private static func standsAlone(_ command: String) -> Bool {
        let first = command.prefix { !$0.isWhitespace }
        let changes = ["cd", "export", "set", "exit", "source", "."].contains(String(first)) || first.contains("=")
        return !changes && !command.contains { "#;&\n".contains($0) }
    }

    /// The words of a command as far as they are plain: quotes and the shell's signs end them.
    static func words(_ command: String) -> [String] {
        command.split { $0.isWhitespace || "\"'();|&<>`=".contains($0) }.map(String.init)
    }

    /// The files of the modules that a command starts with `python -m`.
    static func modules(_ command: String) -> [String] {
        let words = words(command)
        return zip(words, words.dropFirst()).filter { $0.0 == "-m" }.map { $0.1.replacing(".", with: "/") + ".py" }
    }

    /// Whether a command does any work: more than to print, or to make a folder.
    static func works(_ command: String) -> Bool {
        let idle: Set<String> = ["echo", "printf", "mkdir", "touch", "true", "rm", ":", "@echo"]
        let parts = command.split { $0.isNewline || $0 == ";" || $0 == "&" }
        return parts.contains { part in
            guard let first = part.split(whereSeparator: \.isWhitespace).first else { return false }
            return !first.hasPrefix("#") && !idle.contains(String(first))
        }
    }
}
