internal import MLKitCore
internal import MLKitYAML

/// A stage after expansion and substitution, before its references are followed.
struct StageDraft {
    let name: String
    let group: String
    /// The stage's mapping; for a candidate, without `matrix` and with its own `model`.
    var node: Node
    /// The parameters that were put in, by dotted name.
    var parameters: [String: JSON] = [:]
    let location: SourceLocation

    var kind: String { node["kind"]?.text ?? "command" }

    /// The name of the model a train stage fits.
    var modelName: String? {
        guard let model = node["model"] else { return nil }
        return model.text ?? model["name"]?.text ?? model["kind"]?.text
    }

    /// The drafts of one entry of `stages`: one, or one per candidate.
    static func expand(_ entry: Node.Entry) -> [StageDraft] {
        let node = entry.value
        func draft(_ suffix: String?, _ node: Node) -> StageDraft {
            StageDraft(
                name: suffix.map { "\(entry.name).\($0)" } ?? entry.name, group: entry.name, node: node,
                location: entry.key.location)
        }
        guard let models = node["matrix"]?["model"]?.sequence, let entries = node.mapping else {
            return [draft(nil, node)]
        }
        return models.map { model in
            let others = entries.filter { $0.name != "matrix" && $0.name != "model" }
            let key = entry.key.replacingContent(.scalar(Scalar(text: "model", isPlain: true)))
            let own = node.replacingContent(.mapping(others + [Node.Entry(key: key, value: model)]))
            return draft(model.text ?? model["name"]?.text ?? model["kind"]?.text ?? "", own)
        }
    }
}
