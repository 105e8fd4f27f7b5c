internal import MLKitCore
public import MLKitSpec

/// The settings of `kind: deploy`: pack a model with all that serves it, and try the package out.
public struct DeployConfiguration: Hashable, Sendable {
    public var model = StageReference("")
    /// What the bundle is prepared for.
    public var targets: [Target]
    /// Rows of the test split that are asked of the started server.
    public var smokeRows: Int
    /// Whether it is known that the model may hold rows that it was trained on.
    public var trainingRows = false

    public init(targets: [Target] = [.local, .docker], smokeRows: Int = 100) {
        self.targets = targets
        self.smokeRows = smokeRows
    }

    public enum Target: String, CaseIterable, Sendable {
        case local
        case docker
    }

    static let trainingRowsName = "training_rows"

    static let keys = KeySet<DeployConfiguration>(
        "a stage of kind `deploy`", name: "deploy", blank: DeployConfiguration(),
        [
            Key(DeployKind.Role.model, \.model, .reference, "the model to serve, as `${stages.evaluate.selected}`", required: true),
            Key("targets", \.targets, .list(.choice), "what the bundle is prepared for"),
            Key("smoke_rows", \.smokeRows, .integer(1...10000), "test rows asked of the started server"),
            Key(
                trainingRowsName, \.trainingRows, .boolean,
                "whether it is known that the model may hold rows that it was trained on, as `neighbours` does: where it holds some and "
                    + "this is not said, the stage warns"),
        ])
}
