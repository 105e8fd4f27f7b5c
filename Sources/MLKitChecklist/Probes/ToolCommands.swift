internal import MLKitCore
internal import MLKitYAML

/// The commands that a file has run: of CI services, hooks and task runners, of which each keeps them in a place of its
/// own. What only names a tool (a step's name, a package to be installed, a text that is printed) is none.
enum ToolCommands {
    /// The words of each command, options among them.
    static func all(in text: String, of path: String) -> [[String]] {
        switch PinProbe.name(path).split(separator: ".").last {
        case "yml", "yaml": documents(text).flatMap { commands(under: $0) }.flatMap(words)
        case "json": scripts(text).flatMap(words)
        case "ini", "cfg": settings(text).flatMap(words)
        default: words(text)
        }
    }

    /// The first of some tools that a file has run. Options may stand between the words of one.
    static func first(of tools: [[String]], in text: String, of path: String) -> String? {
        for command in all(in: text, of: path) {
            let called = command.filter { !$0.hasPrefix("-") }
            for tool in tools where called.indices.contains(where: { called[$0...].starts(with: tool) }) {
                return tool.filter { !$0.hasSuffix(":") }.joined(separator: " ")
            }
        }
        return nil
    }

    /// Keys that commands stand under, or what stands for some: an action, a hook.
    private static let keys: Set<String> = [
        "run", "runs", "script", "scripts", "before_script", "test_script", "build_script", "command", "commands", "cmd", "cmds",
        "bash", "sh", "pwsh", "powershell", "uses", "args", "entrypoint", "entry", "id",
    ]

    private static func documents(_ text: String) -> [Node] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let parts = lines.split { $0.hasPrefix("---") }.map { $0.joined(separator: "\n") }
        return parts.compactMap { try? YAMLDocument.parse($0, file: "") }
    }

    private static func commands(under node: Node) -> [String] {
        if let items = node.sequence { return items.flatMap(commands) }
        guard let entries = node.mapping, !isIdle(node) else { return [] }
        return entries.flatMap { entry in
            guard keys.contains(entry.name) else { return commands(under: entry.value) }
            // A hook's name says which one it is only beside that.
            let texts = entry.name == "id" ? entry.value.text.map { ["id: \($0)"] } : texts(entry.value)
            return texts ?? commands(under: entry.value)
        }
    }

    /// A text, or the texts of a list; `nil` for what has names.
    private static func texts(_ node: Node) -> [String]? {
        if let text = node.text { return [text] }
        guard let items = node.sequence, items.contains(where: { $0.text != nil }) else { return nil }
        // The words of one command, or a command each.
        let own = items.compactMap(\.text)
        return own + [own.joined(separator: " ")] + items.filter { $0.text == nil }.flatMap(commands)
    }

    /// Whether a step or job never runs, or may fail.
    private static func isIdle(_ node: Node) -> Bool {
        let off = ["if", "enabled"].contains { ["false", "${{ false }}"].contains(node[$0]?.text?.trimmed) }
        let loose = ["continue-on-error", "allow_failure", "continueOnError"].contains { node[$0]?.text == "true" }
        return off || loose || node["when"]?.text == "never"
    }

    /// The `scripts` of a package.json.
    private static func scripts(_ text: String) -> [String] {
        (try? JSON(parsing: Array(text.utf8)))?["scripts"]?.members?.compactMap(\.value.string) ?? []
    }

    /// What stands behind `commands` in a tox.ini, on its line and those that go on below it.
    private static func settings(_ text: String) -> [String] {
        var isWanted = false
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            guard let first = line.first, first != " ", first != "\t" else { return isWanted ? line.trimmed : nil }
            isWanted = line.hasPrefix("commands")
            return isWanted ? line.drop { $0 != "=" }.dropFirst().trimmed : nil
        }
    }

    /// What prints, asks, or brings a tool here.
    private static let idle: Set<String> = ["echo", "printf", "cat", "which", "type", "grep", "export", "if", "elif", "test", "name:", "description:"]
    private static let asking: Set<String> = ["--version", "--help", "--collect-only", "install", "add"]

    private static func words(_ text: String) -> [[String]] {
        text.replacing("\\\n", with: " ").split(whereSeparator: \.isNewline).flatMap { line -> [[String]] in
            let line = line.trimmed
            // A `-` in front lets it fail, in a Makefile.
            guard !line.hasPrefix("#"), !line.hasPrefix("//"), line.first != "-" || line.hasPrefix("- ") else { return [] }
            let code = line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? line[...]
            guard !mayFail(code) else { return [] }
            return code.replacing("&&", with: ";").replacing("||", with: ";").split { $0 == ";" || $0 == "|" }.compactMap { part in
                let words = part.split { !($0.isLetter || $0.isNumber || "._-:".contains($0)) }.map(String.init).filter { $0 != "-" }
                guard let first = words.first, !idle.contains(first), !words.contains(where: { asking.contains($0) || $0.hasSuffix(".install") }) else { return nil }
                return words
            }
        }
    }

    /// `pytest || true`.
    private static func mayFail(_ line: Substring) -> Bool {
        guard let range = line.firstRange(of: "||") else { return false }
        let words = line[range.upperBound...].split { $0 == " " || $0 == "\"" || $0 == "'" || $0 == ";" }
        return words.first == "true" || words.first == ":" || words.first == "echo" || words.starts(with: ["exit", "0"])
    }
}
