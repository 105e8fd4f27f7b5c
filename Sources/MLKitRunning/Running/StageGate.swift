public import MLKitSpec

/// What has to be so before a stage with a `gate` runs.
public struct StageGate: Sendable {
    /// What is still open, a line each; empty if the stage may run.
    public typealias Check = @Sendable (StageSpec) async throws -> [String]

    public let check: Check
    /// Why stages run though their gates are not met; `nil` if they do not.
    let override: String?

    public init(override: String? = nil, check: @escaping Check) {
        self.check = check
        self.override = override
    }
}
