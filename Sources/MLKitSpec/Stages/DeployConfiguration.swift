/// `kind: deploy`: pack a model with all that serves it, and try the package out.
public struct DeployConfiguration: Hashable, Sendable {
    /// What the bundle is prepared for.
    public var targets: [Target]
    /// Rows of the test split that are asked of the started server.
    public var smokeRows: Int

    public init(targets: [Target] = [.local, .docker], smokeRows: Int = 100) {
        self.targets = targets
        self.smokeRows = smokeRows
    }

    public enum Target: String, CaseIterable, Sendable {
        case local
        case docker
    }
}
