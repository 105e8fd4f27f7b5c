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
        guard WorkflowTriggers.startByThemselves(root["on"]), !IdleVariables.stand(in: root["env"]) else { return [] }
        let jobs = WorkflowJobs(root["jobs"]?.mapping ?? []).running.filter {
            $0["runs-on"] != nil && !Self.isIdle($0) && !IdleVariables.stand(in: $0["env"])
        }
        return jobs.flatMap { job in
            // A step can set variables for those behind it.
            let steps = (job["steps"]?.sequence ?? []).prefix { step in
                !(step["run"]?.text.map { $0.contains("GITHUB_ENV") && IdleVariables.areSet(by: $0) } ?? false)
            }
            return steps.filter { !Self.isIdle($0) && !IdleVariables.stand(in: $0["env"]) }.flatMap { step -> [[String]] in
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
        guard root["workflow"].map({ !Self.isIdle($0) }) ?? true, !IdleVariables.stand(in: root["variables"]) else { return [] }
        let entries = root.mapping ?? []
        let jobs = entries.filter { !$0.name.hasPrefix(".") }.map { PipelineJob($0.value, in: root) }
        let before = root["before_script"] ?? root["default"]?["before_script"]
        let own = jobs.filter { $0["script"] != nil && !$0.isIdle }
            .map { Self.lines($0["before_script"] ?? before) + Self.lines($0["script"]) }
        return own.flatMap { ShellScript($0.joined(separator: "\n"), heedsPipes: true).commands }
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
        return isOff(node) || loose || idleMoments.contains(node["when"]?.text) || neverApplies(node["rules"]?.sequence ?? [])
    }

    /// Whether a condition says that a step or job never runs where all goes well.
    static func isOff(_ node: Node) -> Bool {
        let never = ["false", "${{ false }}", "failure()", "${{ failure() }}", "cancelled()", "${{ cancelled() }}"]
        return ["if", "enabled"].contains { never.contains(node[$0]?.text?.trimmed ?? "") }
    }

    /// When something runs that nobody asks for, it is at none of these.
    private static let idleMoments: Set<String?> = ["never", "manual", "on_failure"]

    /// Whether of some rules, of which the first that fits decides, none can start anything whose failure counts.
    static func neverApplies(_ rules: [Node]) -> Bool {
        for rule in rules {
            let isLoose = rule["allow_failure"].map { $0.text != "false" } ?? false
            guard isLoose || idleMoments.contains(rule["when"]?.text) else { return false }
            if rule["if"] == nil, rule["changes"] == nil, rule["exists"] == nil { return true }
        }
        return !rules.isEmpty
    }
}
