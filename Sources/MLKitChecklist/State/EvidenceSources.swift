/// Where evidence that is no file of the project's own is found.
public struct EvidenceSources: Sendable {
    /// The path of the model that each stage makes, by the stage's name.
    public var models: [String: String]
    /// The folder of the bundles, in which `current` names the one that is deployed.
    public var deployed: String?
    /// The version that is served, if it is another than the one that the stages made.
    public var served: ServedVersion?
    /// Opens the project's history; `nil` outside git.
    public var commits: @Sendable () throws -> (any CommitHistory)?
    /// Asks the runner how the stages stand. A failure is something that cannot be told.
    public var stages: @Sendable () throws -> StageStandings

    public init(
        models: [String: String] = [:], deployed: String? = nil, served: ServedVersion? = nil,
        commits: @escaping @Sendable () throws -> (any CommitHistory)? = { nil },
        stages: @escaping @Sendable () throws -> StageStandings = { StageStandings() }
    ) {
        self.models = models
        self.deployed = deployed
        self.served = served
        self.stages = stages
        self.commits = commits
    }
}
