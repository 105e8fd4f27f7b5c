internal import MLKitCore
internal import MLKitYAML

/// What a stage takes of the machine while it runs.
public struct StageResources: Hashable, Sendable {
    /// Cores.
    public var cpus: Int
    /// Bytes of memory that its processes may hold together; `nil` for any.
    public var memory: Int?
    /// Seconds it may take; `nil` for any.
    public var time: Double?
    /// How many it takes of each resource that the project names.
    public var named: [String: Int]

    public init(cpus: Int = 1, memory: Int? = nil, time: Double? = nil, named: [String: Int] = [:]) {
        self.cpus = cpus
        self.memory = memory
        self.time = time
        self.named = named
    }
}

extension StageResources {
    static let cpusName = "cpus"

    /// Those that every machine has.
    private static let keys = KeySet<StageResources>(
        "`resources`", blank: StageResources(),
        others: OtherFields(.integer(1 ... .max), "how many it takes of a resource of the project"),
        [
            Key(cpusName, \.cpus, .integer(1...1024), "cores the stage takes"),
            Key("memory", \.memory, .bytes, "what its processes may hold together; it is ended beyond that"),
            Key("time", \.time, .seconds, "how long it may take; it is ended after that"),
        ])
    private static let ownNames = keys.keys.map(\.name)

    fileprivate init(_ node: Node) {
        self = Self.keys.read(node)
        let others = (node.mapping ?? []).filter { !Self.ownNames.contains($0.name) }
        named = Dictionary(others.map { ($0.name, $0.value.scalar?.value.int ?? 0) }) { $1 }
    }

    fileprivate static let type = KeyType<StageResources>(
        .object(keys.schema), read: { StageResources($0) },
        write: { resources in
            let named = resources.named.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .int($0.value)) }
            return .object((keys.json(resources).members ?? []) + named)
        })

    /// What is wrong with the named resources of a stage.
    ///
    /// - Parameter capacities: how many the project has of each.
    static func problems(_ node: Node?, of stage: String, capacities: [String: Int]) -> [Diagnostic] {
        (node?.mapping ?? []).compactMap { entry in
            guard !ownNames.contains(entry.name) else { return nil }
            guard let capacity = capacities[entry.name] else {
                let near = Suggestion.nearest(to: entry.name, among: ownNames + capacities.keys.sorted())
                return .error(
                    "unknown resource `\(entry.name.shortened)`", at: entry.key.location,
                    hint: near.map { "did you mean `\($0)`?" }
                        ?? "say how many there are, at the top of mlkit.yaml: "
                            + "`resources: {\(entry.name.shortened): 1}`")
            }
            guard let wanted = entry.value.scalar?.value.int, wanted > capacity else { return nil }
            return .error(
                "`\(stage)` takes \(wanted) of `\(entry.name)`, but the project has \(capacity)",
                at: entry.value.location,
                hint: "raise `resources.\(entry.name)` at the top of mlkit.yaml, or take fewer")
        }
    }
}

extension KeyType<StageResources> {
    static var resources: Self { StageResources.type }
}
