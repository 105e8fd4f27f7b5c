extension StageGraph {
    /// The graph as a flow chart of Mermaid, which GitHub and GitLab draw in Markdown.
    public var mermaid: String {
        var text = "flowchart LR\n"
        for (number, node) in nodes.enumerated() {
            let label = "\"\(Self.mermaidText(node.name))\""
            text += "  n\(number)" + (node.kind == nil ? "([\(label)])" : "[\(label)]") + "\n"
        }
        for edge in edges { text += "  n\(edge.from) --> n\(edge.to)\n" }
        let fresh = nodes.indices.filter { nodes[$0].state.map { !$0.isStale } ?? false }
        let stale = nodes.indices.filter { nodes[$0].state?.isStale ?? false }
        text += Self.mermaidClass("upToDate", "fill:#d9f2e0,stroke:#2f8f4e,color:#14351f", fresh)
        text += Self.mermaidClass("wouldRun", "fill:#ffe9b8,stroke:#b07d00,color:#3d2c00", stale)
        return text
    }

    private static func mermaidClass(_ name: String, _ style: String, _ nodes: [Int]) -> String {
        guard !nodes.isEmpty else { return "" }
        let ids = nodes.map { "n\($0)" }.joined(separator: ",")
        return "  classDef \(name) \(style)\n  class \(ids) \(name)\n"
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
