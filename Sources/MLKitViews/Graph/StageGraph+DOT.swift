extension StageGraph {
    /// The graph in the language of Graphviz.
    public var dot: String {
        var text = "digraph \(Self.dotText(title)) {\n"
        text += "  rankdir=LR;\n"
        text += "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];\n"
        for (number, node) in nodes.enumerated() {
            var attributes = ["label=\(Self.dotText(node.name))"]
            if node.kind == nil { attributes.append("shape=note, style=\"\"") }
            if let state = node.state {
                let tooltip = state.words + (state.reason.map { ": " + $0 } ?? "")
                attributes.append("fillcolor=\"\(state.colours.fill)\", tooltip=\(Self.dotText(tooltip))")
            }
            text += "  n\(number) [\(attributes.joined(separator: ", "))];\n"
        }
        for edge in edges { text += "  n\(edge.from) -> n\(edge.to);\n" }
        return text + "}\n"
    }

    /// A quoted text, in which a backslash would begin an escape and a line break is one.
    private static func dotText(_ text: String) -> String {
        var result = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where character.value < 0x20 || character.value == 0x7F: result += " "
            default: result.unicodeScalars.append(character)
            }
        }
        return result + "\""
    }
}
