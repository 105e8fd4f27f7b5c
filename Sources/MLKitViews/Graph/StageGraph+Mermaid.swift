extension StageGraph {
    /// The graph as a flow chart of Mermaid, which GitHub and GitLab draw in Markdown.
    public var mermaid: String {
        var text = "flowchart LR\n"
        for (number, node) in nodes.enumerated() {
            let label = "\"\(Self.mermaidText(node.name))\""
            text += "  n\(number)" + (node.kind == nil ? "([\(label)])" : "[\(label)]") + "\n"
        }
        for edge in edges { text += "  n\(edge.from) --> n\(edge.to)\n" }
        for state in [State.upToDate, .stale(""), .inCache("")] {
            let alike = nodes.indices.filter { nodes[$0].state?.words == state.words }
            guard !alike.isEmpty else { continue }
            let (fill, edge, ink) = state.colours
            text += "  classDef \(state.mermaidName) fill:\(fill),stroke:\(edge),color:\(ink)\n"
            text += "  class \(alike.map { "n\($0)" }.joined(separator: ",")) \(state.mermaidName)\n"
        }
        return text
    }

    /// Letters, digits and a few signs as they are; all else as the number of the character, which Mermaid reads
    /// anywhere.
    private static func mermaidText(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            let isPlain = character.properties.isAlphabetic || (0x30...0x39).contains(character.value)
            if isPlain || "-_./ ".unicodeScalars.contains(character) {
                result.unicodeScalars.append(character)
            } else {
                result += "#\(character.value);"
            }
        }
        return result
    }
}

extension StageGraph.State {
    fileprivate var mermaidName: String {
        switch self {
        case .upToDate: "upToDate"
        case .stale, .stuck: "wouldRun"
        case .inCache: "fromCache"
        }
    }
}
