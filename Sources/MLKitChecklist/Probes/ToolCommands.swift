internal import MLKitCore
internal import MLKitYAML

/// The commands that a file has run: of CI services, hooks and task runners, of which each keeps them in a place of its
/// own. What only names a tool (a step's name, a package to be installed, a text that is printed) is none.
enum ToolCommands {
    /// The words of each command, options among them.
    ///
    /// - Parameter folder: that of the project in its repository; empty for the root.
    static func all(in text: String, of path: String, folder: String = "") -> [[String]] {
        guard !hasConflict(text) else { return [] }
        switch PinProbe.name(path).split(separator: ".").last {
        case "yml", "yaml":
            let file = PipelineFile(path: path, text: text, folder: folder)
            return documents(text).map { PinProbe.name(path).hasPrefix(HookFile.name) ? HookFile.running($0) : $0 }.flatMap { root in
                file.commands(root) ?? commands(under: root).flatMap { ShellScript($0, heedsPipes: path.hasPrefix(".circleci/")).commands }
            }
        case "json": return scripts(text).flatMap { ShellScript($0, heedsPipes: false).commands }
        case "ini", "cfg": return settings(text).flatMap(ShellScript.lines)
        case "sh", "bash": return ShellScript(text, heedsPipes: false).commands
        default: return ShellScript.lines(text)
        }
    }

    /// Whether a merge left both sides in a text.
    static func hasConflict(_ text: String) -> Bool { text.hasPrefix("<<<<<<< ") || text.contains("\n<<<<<<< ") }

    /// The first of some tools that a file has run. Options may stand between the words of one.
    static func first(of tools: [[String]], in text: String, of path: String, folder: String = "") -> String? {
        for command in all(in: text, of: path, folder: folder) {
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
        guard let entries = node.mapping, !PipelineFile.isIdle(node) else { return [] }
        return entries.flatMap { entry in
            guard keys.contains(entry.name) else { return commands(under: entry.value) }
            // A hook's name says which one it is only beside that.
            let arguments = (node["args"]?.sequence ?? []).compactMap(\.text).joined(separator: " ")
            let texts = entry.name == "id" ? entry.value.text.map { ["id: \($0) \(arguments)"] } : texts(entry.value)
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
}
