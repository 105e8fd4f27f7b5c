internal import MLKitCore
internal import MLKitYAML

/// A stage after substitution and expansion, before its references are followed.
struct StageDraft {
    let name: String
    let group: String
    /// The stage's mapping; for a candidate, without `matrix` and with its own `model`.
    let node: Node
    /// The parameters that were put in, by dotted name.
    let parameters: [String: JSON]
    let location: SourceLocation

    var kind: String { node["kind"]?.text ?? "command" }

    /// The name of the model a train stage fits.
    var modelName: String? {
        guard let model = node["model"] else { return nil }
        return model.text ?? model["name"]?.text ?? model["kind"]?.text
    }

    /// The drafts of one entry of `stages`: one, or one per candidate.
    ///
    /// - Parameters:
    ///   - node: the entry's mapping with its parameters put in.
    ///   - parameters: finds those that a mapping refers to. A candidate answers for its own alone, so that a
    ///     change of one candidate's parameter leaves the others as they are.
    static func expand(_ entry: Node.Entry, _ node: Node, parameters: (Node) -> [String: JSON]) -> [StageDraft] {
        func draft(_ suffix: String?, _ node: Node, as written: Node) -> StageDraft {
            StageDraft(
                name: suffix.map { "\(entry.name).\($0)" } ?? entry.name, group: entry.name, node: node,
                parameters: parameters(written), location: entry.key.location)
        }
        guard let candidates = candidates(of: node) else { return [draft(nil, node, as: entry.value)] }
        // A matrix that is itself a parameter cannot be told apart.
        let written = self.candidates(of: entry.value)
        return candidates.enumerated().map { index, own in
            let model = own["model"]
            let name = model?.text ?? model?["name"]?.text ?? model?["kind"]?.text ?? ""
            return draft(name, own, as: written?[index] ?? entry.value)
        }
    }

    /// How many stages an entry becomes.
    static func count(_ node: Node) -> Int { max(node["matrix"]?["model"]?.sequence?.count ?? 1, 1) }

    /// The mapping of each candidate; `nil` for a stage without a matrix.
    private static func candidates(of node: Node) -> [Node]? {
        guard let matrix = node["matrix"], let models = matrix["model"]?.sequence, let entries = node.mapping else {
            return nil
        }
        let others = entries.filter { $0.name != "matrix" && $0.name != "model" }
        let key = matrix.replacingContent(.scalar(Scalar(text: "model", isPlain: true)))
        return models.map { node.replacingContent(.mapping(others + [Node.Entry(key: key, value: $0)])) }
    }
}
