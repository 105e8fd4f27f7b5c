public import MLKitCore

extension StageSpec {
    /// What stands under the key whose values are candidates, such as a model: its name alone, or its settings; `nil` for a stage of a
    /// kind that has none.
    public var candidate: JSON? { settings.candidates.flatMap { configuration[$0] } }

    /// What kind of candidate that is.
    public var candidateKind: String? { candidate.flatMap { $0.string ?? $0[StageKeys.kind]?.string } }
}
