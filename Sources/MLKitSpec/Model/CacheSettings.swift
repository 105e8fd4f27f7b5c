/// How a project caches what its stages make.
public struct CacheSettings: Hashable, Sendable {
    /// A folder, or `REMOTE:PATH` of rclone, that `mlkit cache push` and `pull` exchange with; `nil` for none.
    public var remote: String?
    /// How content gets out of the cache: the first way that works; it is copied if none does.
    public var links: [CacheLink]

    public init(remote: String? = nil, links: [CacheLink] = [.reflink, .copy]) {
        self.remote = remote
        self.links = links
    }
}

/// One way to put a file of the cache into the project.
public enum CacheLink: String, CaseIterable, Hashable, Sendable {
    /// The same blocks on the disk until one of both is changed; not every disk can.
    case reflink
    /// The same file under two names, and read-only.
    case hardlink
    case copy
}
