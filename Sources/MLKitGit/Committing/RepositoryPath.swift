internal import MLKitCore

/// Paths as trees hold them.
enum RepositoryPath {
    /// The components of a path that a tree can hold.
    ///
    /// - Throws: `Failure` for what git would refuse: an empty path, one with `.`, `..` or `.git` in it, one
    ///   that begins or ends with `/`.
    static func components(_ path: String) throws -> [String] {
        let components = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isSound = components.allSatisfy { name in
            !["", ".", "..", ".git"].contains(name.lowercased()) && !name.utf8.contains(0)
        }
        guard isSound else { throw Failure("`\(path)` is no path that git can hold") }
        return components
    }

    /// The folders on the way to a path, outermost first.
    static func parents(of path: String) -> [String] {
        path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
    }
}
