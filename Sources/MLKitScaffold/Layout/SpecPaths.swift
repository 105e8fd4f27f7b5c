internal import MLKitSpec
internal import MLKitYAML

/// Finds what the stages of `mlkit.yaml` have to say otherwise after a change of layout.
struct SpecPaths {
    let moved: MovedPaths

    /// The scalars to change, with their new texts.
    func changes(_ root: Node) -> [(node: Node, text: String)] {
        (root["stages"]?.mapping ?? []).flatMap { stage in
            let kind = stage.value["kind"]?.text ?? ""
            let schema = StageSchema.all.first { $0.name == kind }
            return (stage.value.mapping ?? []).flatMap { entry in
                entry.name == "run" ? command(entry.value) : paths(entry.value, schema?[entry.name]?.value)
            }
        }
    }

    private func paths(_ node: Node, _ schema: ValueSchema?) -> [(node: Node, text: String)] {
        switch schema {
        case .path: node.text.flatMap { moved.destination(of: $0) }.map { [(node, $0)] } ?? []
        case .list(let element): (node.sequence ?? []).flatMap { paths($0, element) }
        case .either(let alternatives): alternatives.lazy.map { paths(node, $0) }.first { !$0.isEmpty } ?? []
        default: []
        }
    }

    private func command(_ node: Node) -> [(node: Node, text: String)] {
        if let text = node.text { return moved.command(text).map { [(node, $0)] } ?? [] }
        let words = node.sequence ?? []
        return words.indices.compactMap { index in
            let isModule = index > 0 && words[index - 1].text == "-m"
            let text = words[index].text
            return text.flatMap { isModule ? moved.module($0) : moved.destination(of: $0) }.map { (words[index], $0) }
        }
    }
}
