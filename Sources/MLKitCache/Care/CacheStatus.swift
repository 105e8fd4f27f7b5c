/// How much is in a cache, and how much of it nothing needs.
public struct CacheStatus: Hashable, Sendable {
    public var objects: Int
    public var runs: Int
    /// Bytes of all.
    public var size: Int
    public var unusedObjects: Int
    public var unusedRuns: Int
    /// Bytes.
    public var unusedSize: Int
    /// As it may be shown; `nil` if there is none.
    public var remote: String?
}
