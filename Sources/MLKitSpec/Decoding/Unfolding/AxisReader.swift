internal import MLKitCore
internal import MLKitYAML

/// Reads the values of `foreach` and `matrix`, and collects what is wrong with them.
struct AxisReader {
    let parameters: ParameterTable
    /// The key whose list under `matrix` holds candidates.
    let candidates: String?
    private(set) var problems: [Diagnostic] = []
    /// The longest part of a name, which becomes that of files.
    private static let longestLabel = 100

    init(parameters: ParameterTable, candidates: String?) {
        self.parameters = parameters
        self.candidates = candidates
    }

    mutating func foreach(_ node: Node) -> [UnfoldingAxis] {
        let resolved = resolved(node)
        if let entries = resolved.mapping {
            let written = node.mapping ?? entries.map(\.escaped)
            let values = zip(written, entries).map { written, entry in
                UnfoldingValue(written: written.value, resolved: entry.value, key: entry.name)
            }
            return [axis("item", node, values)].compactMap { $0 }
        }
        return [list("item", StageKeys.foreach, node, resolved)].compactMap { $0 }
    }

    mutating func matrix(_ node: Node) -> [UnfoldingAxis] {
        let resolved = resolved(node)
        guard let entries = resolved.mapping else {
            reportKind(StageKeys.matrix, node, resolved, "a mapping")
            return []
        }
        if entries.isEmpty { report("`matrix` has no values", node, hint: "name a list of values in it") }
        let written = node.mapping ?? entries.map(\.escaped)
        return zip(written, entries).compactMap { written, entry in
            guard TextPattern.identifier.accepts(entry.name) else {
                report(
                    "`\(entry.name.shortened)` cannot name a part of `matrix`", entry.key,
                    hint: "use \(TextPattern.identifier.summary)")
                return nil
            }
            return list(UnfoldingAxis.name(of: entry.name), entry.name, written.value, entry.value)
        }
    }

    private mutating func list(_ name: String, _ key: String, _ node: Node, _ resolved: Node) -> UnfoldingAxis? {
        guard let items = resolved.sequence else {
            reportKind(key, node, resolved, key == StageKeys.foreach ? "a list or a mapping" : "a list")
            return nil
        }
        let written = node.sequence ?? items.map(\.escaped)
        let isCandidate = isOfCandidates(name)
        return axis(
            name, node,
            zip(written, items).map { UnfoldingValue(written: $0, resolved: $1, isCandidate: isCandidate) })
    }

    private func isOfCandidates(_ axis: String) -> Bool {
        candidates.map { UnfoldingAxis.name(of: $0) == axis } ?? false
    }

    private mutating func axis(_ name: String, _ node: Node, _ values: [UnfoldingValue]) -> UnfoldingAxis? {
        let key = name == "item" ? StageKeys.foreach : name
        guard !values.isEmpty else {
            report("`\(key)` has no values", node, hint: "give it at least one, or take it out")
            return nil
        }
        for value in values where problems.count < Diagnostic.limit { check(value, key) }
        return UnfoldingAxis(name: name, place: node, values: values)
    }

    /// That a value can name a stage.
    private mutating func check(_ value: UnfoldingValue, _ key: String) {
        // A candidate is held against its schema, which says more.
        if isOfCandidates(key), value.label == nil { return }
        guard let label = value.label, !label.isEmpty else {
            return report(
                "a value of `\(key)` names no stage: it is \(value.resolved.kindName)", value.resolved,
                hint: value.resolved.mapping == nil
                    ? "use texts, numbers, or mappings with a `name`" : "give it a `name`")
        }
        guard label.utf8.count > Self.longestLabel else { return }
        report(
            "`\(label.shortened)` is too long to name a stage", value.resolved,
            hint: "give it a short name: as the `name` of a mapping, or as a key of `foreach`")
    }

    /// A schema says what is wrong with a value in its place, not with one that a parameter brings.
    private mutating func reportKind(_ key: String, _ node: Node, _ resolved: Node, _ expected: String) {
        let isReported = problems.contains { $0.location == node.location }
        if !isReported { report("`\(key)` must be \(expected), not \(resolved.kindName)", node) }
    }

    mutating func report(_ message: String, _ node: Node, hint: String? = nil) {
        if problems.count < Diagnostic.limit { problems.append(.error(message, at: node.location, hint: hint)) }
    }

    /// The node with its parameters put in. What is wrong inside of values is told when they are put into a stage, where
    /// more may stand in them; here only what keeps a list from being one.
    private mutating func resolved(_ node: Node) -> Node {
        var substitution = ParameterSubstitution(parameters: parameters, problemLimit: Diagnostic.limit)
        let resolved = substitution.apply(node)
        let lists = Set(([node] + (node.mapping ?? []).map(\.value)).filter { $0.scalar != nil }.map(\.location))
        problems += substitution.problems.filter { $0.location.map(lists.contains) ?? false }
        return resolved
    }
}
