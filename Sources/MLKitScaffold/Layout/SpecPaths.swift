internal import MLKitSpec
internal import MLKitYAML

/// Finds what the stages of `mlkit.yaml` have to say otherwise after a change of layout.
struct SpecPaths {
    /// A scalar that is to have another text.
    struct Change {
        /// Keys, and in lists numbers.
        var path: [String]
        var old: String
        var new: String
    }

    let moved: MovedPaths
    let kinds: StageKinds

    func changes(_ root: Node) -> [Change] {
        (root["stages"]?.mapping ?? []).flatMap { stage in
            let kind = stage.value["kind"]?.text ?? ""
            let schema = kinds.stages.first { $0.name == kind }
            return (stage.value.mapping ?? []).flatMap { entry in
                let path = ["stages", stage.name, entry.name]
                return entry.name == "run"
                    ? command(entry.value, path) : paths(entry.value, schema?[entry.name]?.value, path)
            }
        }
    }

    private func paths(_ node: Node, _ schema: ValueSchema?, _ path: [String]) -> [Change] {
        switch schema {
        case .path, .anyPath: change(node, path) { moved.destination(of: $0) }
        case .object(let object):
            (node.mapping ?? []).flatMap { paths($0.value, object[$0.name]?.value, path + [$0.name]) }
        case .list(let element):
            (node.sequence ?? []).enumerated().flatMap { paths($1, element, path + ["\($0)"]) }
        case .either(let alternatives):
            alternatives.lazy.map { paths(node, $0, path) }.first { !$0.isEmpty } ?? []
        default: []
        }
    }

    private func command(_ node: Node, _ path: [String]) -> [Change] {
        if node.text != nil { return change(node, path) { moved.command($0) } }
        let words = node.sequence ?? []
        return words.indices.flatMap { index in
            let isModule = index > 0 && words[index - 1].text == "-m"
            return change(words[index], path + ["\(index)"]) {
                isModule ? moved.module($0) : moved.destination(of: $0)
            }
        }
    }

    private func change(_ node: Node, _ path: [String], _ new: (String) -> String?) -> [Change] {
        guard let old = node.text, let new = new(old) else { return [] }
        return [Change(path: path, old: old, new: new)]
    }
}
