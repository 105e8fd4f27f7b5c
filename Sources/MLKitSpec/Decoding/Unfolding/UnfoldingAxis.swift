internal import MLKitYAML

/// `foreach`, or one of the lists under `matrix`.
struct UnfoldingAxis {
    /// How the stage's keys refer to it: `item`, or `matrix.lang`.
    let name: String
    /// Where it stands, for diagnostics.
    let place: Node
    let values: [UnfoldingValue]

    /// The name of a list under `matrix`.
    static func name(of key: String) -> String { "\(StageKeys.matrix).\(key)" }
}
