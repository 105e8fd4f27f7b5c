public import MLKitCache

/// What a pull did.
public struct CachePull: Hashable, Sendable {
    public enum Outcome: String, Sendable {
        case upToDate = "up to date"
        case restored
        /// Neither the cache nor the remote has a run like this.
        case unknown
        /// It is known, and something of it is missing or damaged.
        case failed
    }

    public struct Stage: Hashable, Sendable {
        public var name: String
        public var outcome: Outcome
        /// Why it failed.
        public var reason: String?
    }

    /// In the order of running.
    public var stages: [Stage]
    public var traffic: CacheTraffic

    public var hasFailed: Bool { stages.contains { $0.outcome == .failed } }
}
