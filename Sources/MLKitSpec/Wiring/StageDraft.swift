internal import MLKitCore
internal import MLKitYAML

/// A stage after unfolding and substitution, before its references are followed.
struct StageDraft {
    let outline: StageOutline
    /// The stage's mapping; for a variant, without `matrix` and `foreach`.
    let node: Node
    /// The same with its parameters not put in.
    let written: Node
    /// Whether nothing was put in, so that both are one.
    let isAsWritten: Bool
    /// `nil` for a stage of a kind that there is not.
    let settings: (any StageSettings)?
    /// The parameters that were put in, by dotted name.
    let parameters: [String: JSON]
    /// As in `StageSpec.overridden`.
    let overridden: [String]

    var name: String { outline.name }
}
