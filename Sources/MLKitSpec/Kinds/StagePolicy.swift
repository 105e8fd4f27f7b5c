internal import MLKitCore
internal import MLKitYAML

/// When and how a stage runs: the keys that every stage has. Of them only the cores decide what comes of it.
public struct StagePolicy: Hashable, Sendable {
    /// The level whose checklist items have to be done before the stage runs; `nil` for a stage that waits for none.
    public var gate: Maturity?
    /// Whether outputs go into the cache and come from it.
    public var isCached = true
    public var resources = StageResources()
    /// Names of what the stage shares with no other while it runs.
    public var mutexes: [String] = []
    /// How often the stage is tried again when it fails.
    public var retries = 0
    /// Whether the stage is left as it is, whatever changes.
    public var isFrozen = false
    /// Whether the stage runs each time, whether anything changed or not.
    public var isAlwaysRun = false

    static let keys = KeySet<StagePolicy>(
        "a stage", blank: StagePolicy(),
        [
            Key("gate", \.gate, .choice, "the checklist items to be done before the stage runs"),
            Key(
                SpecSchema.cache, \.isCached, .boolean,
                "whether its outputs are kept in the cache, and restored when it was run like this before"),
            Key(resourcesName, \.resources, .resources, "what the stage takes of the machine"),
            Key(
                "mutex", \.mutexes, .list(.pattern(.identifier)),
                "names of your own: of stages that share one, only one runs at a time"),
            Key(
                "retries", \.retries, .integer(0...100),
                "how often it is tried again if it fails: after 1 s, 2 s, 4 s and so on to 60 s"),
            Key(
                "frozen", \.isFrozen, .boolean,
                "whether it is left as it is, whatever changes: it never runs, and counts as up to date while its outputs "
                    + "are there"),
            Key(
                "always", \.isAlwaysRun, .boolean,
                "whether it runs at every `mlkit run`, though nothing changed, as for what is read from outside"),
        ])

    private static let names = Set(keys.keys.map(\.name))
    static let resourcesName = SpecSchema.resources

    /// A stage's keys but for those of the policy.
    static func without(_ members: [JSON.Member]) -> [JSON.Member] { members.filter { !names.contains($0.name) } }

    /// The part of the policy in a stage's keys that decides what comes of it: how many cores it has, as sums in another
    /// order are other sums.
    static func decisive(_ members: [JSON.Member]) -> [JSON.Member] {
        let resources = members.first { $0.name == resourcesName }?.value.members ?? []
        let kept = resources.filter { $0.name == StageResources.cpusName }
        return kept.isEmpty ? [] : [JSON.Member(resourcesName, .object(kept))]
    }

    /// What a stage takes of resources that the project does not have, or not as many of.
    static func problems(_ draft: StageDraft, capacities: [String: Int]) -> [Diagnostic] {
        StageResources.problems(draft.node[resourcesName], of: draft.outline.group, capacities: capacities)
    }
}
