internal import MLKitCore
internal import MLKitYAML

/// Where `${…}` may stand.
enum ReferenceRules {
    /// References in places where nothing is put in: everything but `stages`, and the answers, which are the template's.
    static func misplaced(in root: Node) -> [Diagnostic] {
        (root.mapping ?? []).flatMap { entry -> [Diagnostic] in
            switch entry.name {
            case SpecSchema.stages, SpecSchema.template: []
            case SpecSchema.parameters:
                find(in: entry.value, { $0.contains("${params.") }) {
                    .error(
                        "a parameter cannot refer to another", at: $0.location,
                        hint: "write the value itself; stages that need both can refer to both")
                }
            default:
                find(in: entry.value, { $0.contains("${params.") || $0.contains("${stages.") }) {
                    .error(
                        "`${…}` cannot stand in `\(entry.name)`", at: $0.location,
                        hint: "parameters and stages are put in below `stages` only")
                }
            }
        }
    }

    private static func find(
        in node: Node, _ isMisplaced: (String) -> Bool, _ problem: (Node) -> Diagnostic
    ) -> [Diagnostic] {
        switch node.content {
        case .scalar(let scalar): isMisplaced(scalar.text) ? [problem(node)] : []
        case .sequence(let items): items.flatMap { find(in: $0, isMisplaced, problem) }
        case .mapping(let entries): entries.flatMap { find(in: $0.value, isMisplaced, problem) }
        }
    }
}
