/// What went to or came from a remote.
public struct CacheTraffic: Hashable, Sendable {
    public var files = 0
    public var bytes = 0
    /// Paths at the remote whose bytes are not those that they are named by; they were not taken.
    public var damaged: [String] = []
    /// Stages with runs that were not sent, because objects of theirs are missing here.
    public var incomplete: [String] = []

    mutating func count(_ size: Int) {
        files += 1
        bytes += size
    }
}
