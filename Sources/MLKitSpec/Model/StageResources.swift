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
