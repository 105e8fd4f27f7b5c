internal import MLKitCore
internal import MLKitYAML

/// A job of a pipeline of GitLab, with what it takes over by `extends` (GitLab CI/CD YAML syntax reference).
struct PipelineJob {
    /// Its own mapping, then those that it takes over, nearest first.
    private let layers: [Node]

    private static let deepest = 11

    init(_ job: Node, in root: Node) {
        var layers = [Node]()
        func add(_ node: Node, _ depth: Int) {
            layers.append(node)
            guard depth < Self.deepest else { return }
            let names = node["extends"]?.text.map { [$0] } ?? (node["extends"]?.sequence ?? []).compactMap(\.text)
            // Of several the last has the last word.
            for name in names.reversed() { if let base = root[name] { add(base, depth + 1) } }
        }
        add(job, 0)
        self.layers = layers
    }

    subscript(_ name: String) -> Node? { layers.lazy.compactMap { $0[name] }.first }

    /// Whether it never runs, does so only when somebody asks or something failed, or may fail.
    var isIdle: Bool {
        let isLoose = self["allow_failure"].map { $0.text != "false" } ?? false
        let isLate = ["never", "manual", "on_failure"].contains(self["when"]?.text)
        let isFiltered = self["only"].map(Self.isNothing) ?? false || self["except"].map(Self.isAll) ?? false
        return isLoose || isLate || isFiltered || PipelineFile.neverApplies(self["rules"]?.sequence ?? [])
            || self["rules"]?.sequence?.isEmpty == true || layers.contains { IdleVariables.stand(in: $0["variables"]) }
    }

    /// The branches and the like that `only` or `except` names; `nil` if it is about something else.
    private static func refs(_ node: Node) -> [String]? {
        let refs = node["refs"] ?? node
        return refs.text.map { [$0] } ?? refs.sequence?.compactMap(\.text)
    }

    private static func isNothing(_ node: Node) -> Bool { refs(node)?.isEmpty ?? false }

    private static func isAll(_ node: Node) -> Bool {
        let refs = Set(refs(node) ?? [])
        return !refs.isDisjoint(with: ["/.*/", "/./", "/^.*$/"]) || refs.isSuperset(of: ["branches", "tags"])
    }
}
