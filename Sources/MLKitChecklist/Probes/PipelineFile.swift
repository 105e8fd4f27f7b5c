internal import MLKitCore
internal import MLKitYAML

/// The file of a CI service: the commands of the jobs that it starts by itself.
struct PipelineFile {
    let path: String
    let text: String
    /// The project's folder in the repository; empty for its root.
    var folder = ""

    /// Whether it is a workflow of GitHub, or of what understands these.
    private var isWorkflow: Bool { path.contains("/workflows/") }

    /// The words of each command; of an action behind `uses`. `nil` for a service whose files are not known any better than
    /// that commands stand in them.
    func commands(_ root: Node) -> [[String]]? {
        if isWorkflow { return workflow(root) }
        return PinProbe.name(path) == ".gitlab-ci.yml" ? pipeline(root) : nil
    }

    /// Of a workflow that another one calls: its own name, which that one has to have.
    static func isOnlyCalled(_ text: String) -> Bool {
        WorkflowTriggers.names((try? YAMLDocument.parse(text, file: ""))?["on"]) == ["workflow_call"]
    }

    private func workflow(_ root: Node) -> [[String]] {
        guard WorkflowTriggers.startByThemselves(root["on"]) else { return [] }
        let jobs = WorkflowJobs(root["jobs"]?.mapping ?? []).running.filter { $0["runs-on"] != nil && !Self.isIdle($0) }
        return jobs.flatMap { job in
            (job["steps"]?.sequence ?? []).filter { !Self.isIdle($0) }.flatMap { step -> [[String]] in
                if let action = step["uses"]?.text { return [["uses"] + action.split { "/@".contains($0) }.map(String.init)] }
                func setting(_ name: String) -> String? {
                    step[name]?.text ?? job["defaults"]?["run"]?[name]?.text ?? root["defaults"]?["run"]?[name]?.text
                }
                let shell = setting("shell") ?? ""
                guard let run = step["run"]?.text, isHere(setting("working-directory")), Self.isShell(shell) else { return [] }
                return ShellScript(run, heedsPipes: shell == "bash" || shell.contains("pipefail")).commands
            }
        }
    }

    private static let shells: Set<Substring> = ["", "bash", "sh", "zsh", "pwsh", "powershell", "cmd"]

    /// Whether the setting of a step has its lines run as commands, of which one that fails ends it.
    private static func isShell(_ setting: String) -> Bool {
        let program = (setting.split(separator: " ").first ?? "").split(separator: "/").last ?? ""
        return shells.contains(program) && (!setting.contains("{0}") || setting.contains("-e"))
    }

    /// Whether what runs in a folder of the repository is for the project.
    private func isHere(_ directory: String?) -> Bool {
        guard !folder.isEmpty, let directory, !directory.contains("$") else { return true }
        let parts = directory.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        return parts.isEmpty || folder == parts || folder.hasPrefix(parts + "/") || parts.hasPrefix(folder + "/")
    }

    private func pipeline(_ root: Node) -> [[String]] {
        guard root["workflow"].map({ !Self.isIdle($0) }) ?? true else { return [] }
        let entries = root.mapping ?? []
        var extended = Set<String>()
        for entry in entries where !entry.name.hasPrefix(".") {
            var waiting = Self.extended(entry.value)
            while let name = waiting.popLast() {
                if extended.insert(name).inserted { waiting += root[name].map(Self.extended) ?? [] }
            }
        }
        let jobs = entries.filter { entry in
            entry.value["script"] != nil && (!entry.name.hasPrefix(".") || extended.contains(entry.name)) && !Self.isIdle(entry.value)
        }
        let scripts = jobs.map(\.value) + [root]
        return scripts.flatMap { job in
            ["before_script", "script"].flatMap { ShellScript(Self.lines(job[$0]).joined(separator: "\n"), heedsPipes: true).commands }
        }
    }

    private static func extended(_ job: Node) -> [String] {
        [job["extends"]?.text].compactMap { $0 } + (job["extends"]?.sequence ?? []).compactMap(\.text)
    }

    private static func lines(_ node: Node?) -> [String] {
        guard let node else { return [] }
        return node.text.map { [$0] } ?? (node.sequence ?? []).flatMap { lines($0) }
    }

    /// Whether a step or job never runs, does so only when somebody asks, or may fail.
    static func isIdle(_ node: Node) -> Bool {
        let loose = ["continue-on-error", "allow_failure", "continueOnError"].contains { name in
            node[name].map { $0.text != "false" } ?? false
        }
        return isOff(node) || loose || ["never", "manual"].contains(node["when"]?.text) || neverApplies(node["rules"]?.sequence ?? [])
    }

    /// Whether a condition says that a step or job never runs where all goes well.
    static func isOff(_ node: Node) -> Bool {
        let never = ["false", "${{ false }}", "failure()", "${{ failure() }}", "cancelled()", "${{ cancelled() }}"]
        return ["if", "enabled"].contains { never.contains(node[$0]?.text?.trimmed ?? "") }
    }

    /// Whether of some rules, of which the first that fits decides, none can start anything.
    private static func neverApplies(_ rules: [Node]) -> Bool {
        for rule in rules {
            guard ["never", "manual"].contains(rule["when"]?.text) else { return false }
            if rule["if"] == nil, rule["changes"] == nil, rule["exists"] == nil { return true }
        }
        return !rules.isEmpty
    }
}
