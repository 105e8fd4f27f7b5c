internal import MLKitCore
internal import MLKitYAML

/// `${stages.NAME}` or `${stages.NAME.PRODUCT}`, and where it stands.
struct Reference {
    let stage: String
    /// A candidate of a train stage, a split of a data stage, `selected`, `model`; `nil` for the whole stage.
    let product: String?
    let node: Node

    /// Reads a reference; `nil` if the text is not of that form.
    init?(_ node: Node) {
        guard let text = node.text, text.hasPrefix("${stages."), text.hasSuffix("}") else { return nil }
        let parts = text.dropFirst(9).dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        stage = String(parts[0])
        product = parts.count == 2 ? String(parts[1]) : nil
        self.node = node
    }
}
