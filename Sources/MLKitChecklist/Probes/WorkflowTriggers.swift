internal import MLKitCore
internal import MLKitYAML

/// What starts a workflow of GitHub, or of what understands these: the key `on`.
enum WorkflowTriggers {
    /// The events that there are ("Events that trigger workflows"), without that by which somebody starts one by hand.
    private static let known: Set<String> = [
        "branch_protection_rule", "check_run", "check_suite", "create", "delete", "deployment", "deployment_status", "discussion",
        "discussion_comment", "fork", "gollum", "image_version", "issue_comment", "issues", "label", "merge_group", "milestone",
        "page_build",
        "project", "project_card", "project_column", "public", "pull_request", "pull_request_comment", "pull_request_review",
        "pull_request_review_comment", "pull_request_target", "push", "registry_package", "release", "repository_dispatch", "schedule",
        "status", "watch", "workflow_call", "workflow_run",
    ]

    static func names(_ node: Node?) -> Set<String> {
        guard let node else { return [] }
        return Set([node.text].compactMap { $0 } + (node.sequence ?? []).compactMap(\.text) + (node.mapping ?? []).map(\.name))
    }

    /// Whether some event that there is starts the workflow, and its filters let something through.
    static func startByThemselves(_ node: Node?) -> Bool {
        names(node).contains { known.contains($0) && !isBlocked($0, node?[$0]) }
    }

    /// Whether the filters of an event leave nothing.
    private static func isBlocked(_ event: String, _ filters: Node?) -> Bool {
        if event == "schedule" { return !(filters?.sequence ?? []).contains { $0["cron"]?.text?.trimmed.isEmpty == false } }
        guard let filters else { return false }
        if isClosed(filters["paths"], filters["paths-ignore"], all: ["**"]) { return true }
        let branches = isClosed(filters["branches"], filters["branches-ignore"], all: ["**", "*"])
        let hasTags = filters["tags"] != nil || filters["tags-ignore"] != nil
        let tags = isClosed(filters["tags"], filters["tags-ignore"], all: ["**", "*"])
        let hasBranches = filters["branches"] != nil || filters["branches-ignore"] != nil
        // A filter for one kind leaves the other out.
        return branches && (!hasTags || tags) || tags && (!hasBranches || branches)
    }

    /// Whether one of two filters takes nothing in, or leaves everything out.
    private static func isClosed(_ wanted: Node?, _ ignored: Node?, all: Set<String>) -> Bool {
        if let ignored, patterns(ignored).contains(where: all.contains) { return true }
        guard let wanted else { return false }
        // The last pattern that fits decides.
        let patterns = patterns(wanted)
        let closesAll = patterns.last.map { $0.hasPrefix("!") && all.contains(String($0.dropFirst())) } ?? false
        return closesAll || patterns.allSatisfy { $0.hasPrefix("!") }
    }

    private static func patterns(_ node: Node) -> [String] { node.text.map { [$0] } ?? (node.sequence ?? []).compactMap(\.text) }
}
