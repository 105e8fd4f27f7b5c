internal import MLKitCore
internal import MLKitYAML

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

    static let keys = KeySet<CacheSettings>(
        "`cache`", blank: CacheSettings(),
        [
            Key(
                "remote", \.remote, .pattern(.cacheRemote),
                "what `mlkit cache push` and `pull` exchange with: a folder, or `REMOTE:PATH` of rclone"),
            Key(
                "link", \.links, .links,
                "how restored files share the disk with the cache, the first that works; hard links are read-only, and "
                    + "are made for built-in stages only"),
        ])
}

/// One way to put a file of the cache into the project.
public enum CacheLink: String, CaseIterable, Hashable, Sendable {
    /// The same blocks on the disk until one of both is changed; not every disk can.
    case reflink
    /// The same file under two names, and read-only.
    case hardlink
    case copy
}

extension KeyType<[CacheLink]> {
    /// One way, or several in their order.
    fileprivate static var links: Self {
        let link = KeyType<CacheLink>.choice
        return KeyType(
            .either([link.schema, .list(link.schema)]), read: { ($0.sequence ?? [$0]).compactMap(link.read) },
            write: { .array($0.map(link.write)) })
    }
}

extension TextPattern {
    /// The remote of a cache. A dash at its beginning would be an option to rclone.
    fileprivate static let cacheRemote = TextPattern(
        "a folder, or `REMOTE:PATH` of rclone", expression: "[^ \\t\\n-][^\\t\\n]*"
    ) { text in
        guard let first = text.utf8.first, !" -".utf8.contains(first) else { return false }
        return !text.utf8.contains { "\t\n".utf8.contains($0) }
    }
}
