internal import MLKitCore

/// Something in a repository that was fetched, under a name that no other can get in the way of.
enum CachedReference {
    case head
    case tag(String)
    case branch(String)
    /// By its whole id.
    case commit(String)

    /// What it is called there.
    var remoteName: String {
        switch self {
        case .head: "HEAD"
        case .tag(let name): "refs/tags/\(name)"
        case .branch(let name): "refs/heads/\(name)"
        case .commit(let id): id
        }
    }

    /// What it is called in the cache: without `/`, so that `a` may go and `a/b` come.
    var localName: String {
        switch self {
        case .head: "refs/mlkit/head"
        case .tag(let name): "refs/mlkit/tag/\(Self.flat(name))"
        case .branch(let name): "refs/mlkit/branch/\(Self.flat(name))"
        case .commit(let id): "refs/mlkit/commit/\(id.lowercased())"
        }
    }

    /// What a name may stand for, in the order in which it is looked up.
    static func all(named name: String?) -> [CachedReference] {
        guard let name else { return [.head] }
        return [.tag(name), .branch(name), .commit(name)]
    }

    private static func flat(_ name: String) -> String {
        name.replacing("%", with: "%25").replacing("/", with: "%2F")
    }
}
