internal import MLKitCore
internal import MLKitYAML

/// The hooks that `.pre-commit-config.yaml` names (pre-commit.com, "Adding pre-commit plugins to your project").
enum HookFile {
    static let name = ".pre-commit-config"

    /// The file without the hooks that never run by themselves: those for no file, and those that somebody calls.
    static func running(_ root: Node) -> Node {
        let manual = isManual(root["default_stages"])
        let isOff = leavesNoFile(root)
        return kept(root) { hook in !isOff && !leavesNoFile(hook) && !(hook["stages"].map { isManual($0) } ?? manual) }
    }

    /// What is in a node, but for hooks that a test says no to: what has an `id`.
    private static func kept(_ node: Node, _ test: (Node) -> Bool) -> Node {
        var node = node
        switch node.content {
        case .scalar: break
        case .sequence(let items): node.content = .sequence(items.filter { $0["id"] == nil || test($0) }.map { kept($0, test) })
        case .mapping(let entries):
            node.content = .mapping(entries.map { entry in
                var entry = entry
                entry.value = kept(entry.value, test)
                return entry
            })
        }
        return node
    }

    private static func isManual(_ stages: Node?) -> Bool {
        guard let stages else { return false }
        let names = stages.text.map { [$0] } ?? (stages.sequence ?? []).compactMap(\.text)
        return !names.isEmpty && names.allSatisfy { $0 == "manual" }
    }

    /// Expressions that fit every path, and none.
    private static let all: Set<String> = [".*", ".+", ".", "^.*$", "^.+$", "^.*", "^.+", "^", "(.*)", ".*$", "/*", "^(.*)$", "^(.+)$"]
    private static let none: Set<String> = ["^$", "$^", "(?!)", "a^", "$a", "^(?!)", "(?!.*)", "^(?!.*)", "^\\b$", "$."]

    private static func leavesNoFile(_ node: Node) -> Bool {
        guard node["always_run"]?.text != "true" else { return false }
        let (files, left) = (node["files"]?.text?.trimmed, node["exclude"]?.text?.trimmed)
        return files.map(none.contains) ?? false || left.map(all.contains) ?? false
    }
}
