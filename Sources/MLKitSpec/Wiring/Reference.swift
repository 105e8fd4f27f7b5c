internal import MLKitYAML

/// `${stages.NAME}`, `${stages.NAME.PART}` or `${stages.NAME.VARIANT.PART}`.
struct Reference {
    let stage: String
    /// One of the stages of a `foreach` or `matrix`; a split of a data stage, a model of a train stage, `selected`, the
    /// name of an output. None for the whole.
    let parts: [String]

    /// Reads a reference; `nil` if the text is not of that form.
    init?(_ text: String) {
        guard text.hasPrefix("${stages."), text.hasSuffix("}") else { return nil }
        let parts = text.dropFirst(9).dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        stage = String(parts[0])
        self.parts = parts.dropFirst().map(String.init)
    }

    init?(_ node: Node) {
        guard let text = node.text else { return nil }
        self.init(text)
    }
}
