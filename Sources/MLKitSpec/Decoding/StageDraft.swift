internal import MLKitCore
internal import MLKitYAML

/// A stage after unfolding and substitution, before its references are followed.
struct StageDraft {
    /// Which of the stages of a `foreach` or `matrix` it is.
    struct Variant {
        /// What stands behind the dot of its name.
        let label: String
        /// Whether a train stage's model is called like this: the models are what `matrix` tells apart.
        let namesModel: Bool
    }

    let name: String
    let group: String
    /// `nil` for an entry that is one stage.
    let variant: Variant?
    /// The stage's mapping; for a variant, without `matrix` and `foreach`.
    let node: Node
    /// The parameters that were put in, by dotted name.
    let parameters: [String: JSON]
    let location: SourceLocation

    init(group: String, variant: Variant?, node: Node, parameters: [String: JSON], location: SourceLocation) {
        name = variant.map { "\(group).\($0.label)" } ?? group
        self.group = group
        self.variant = variant
        self.node = node
        self.parameters = parameters
        self.location = location
    }

    var kind: String { node["kind"]?.text ?? "command" }

    /// The name of the model a train stage fits.
    var modelName: String? {
        guard let model = node["model"] else { return nil }
        let own = model.text ?? model["name"]?.text ?? model["kind"]?.text
        guard let variant else { return own }
        return variant.namesModel ? variant.label : own.map { "\($0)-\(variant.label)" }
    }

    /// What tells its files from those of the other variants, before the ending.
    var infix: String { variant.map { "." + $0.label } ?? "" }

    /// What references call it behind the name of its entry.
    var partName: String? { variant?.label ?? modelName }
}
