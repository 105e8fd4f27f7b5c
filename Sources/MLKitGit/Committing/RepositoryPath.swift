internal import MLKitCore

/// Paths as trees hold them: bytes, of which `/` parts names. Swift's characters are longer: a mark behind a `/` is one with
/// it, and two names that differ only in how an accent is composed are equal.
public enum RepositoryPath {
    private static let slash = UInt8(ascii: "/")

    /// The names of a path; an empty one where two `/` stand together, or one at an end.
    public static func names(_ path: String) -> [String] {
        path.utf8.split(separator: slash, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    /// The components of a path that a tree can hold.
    ///
    /// - Throws: `Failure` for what git would refuse: an empty path, one with `.`, `..` or `.git` in it, one
    ///   that begins or ends with `/`.
    static func components(_ path: String) throws -> [String] {
        let components = names(path)
        let isSound = components.allSatisfy { name in
            !["", ".", "..", ".git"].contains(name.lowercased()) && !name.utf8.contains(0)
        }
        guard isSound else { throw Failure("`\(path)` is no path that git can hold") }
        return components
    }

    /// The folders on the way to a path, outermost first.
    public static func parents(of path: String) -> [String] {
        path.utf8.indices.filter { path.utf8[$0] == slash }.map { String(path[..<$0]) }
    }

    /// The folder that a path lies in; `nil` at the top.
    public static func folder(of path: String) -> String? {
        path.utf8.lastIndex(of: slash).map { String(path[..<$0]) }
    }

    /// The last name of a path.
    public static func name(of path: String) -> String {
        path.utf8.lastIndex(of: slash).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }

    /// What follows a beginning of a path; `nil` for a path that begins otherwise.
    public static func rest(of path: String, after prefix: String) -> String? {
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        return String(Substring(path.utf8.dropFirst(prefix.utf8.count)))
    }

    /// Whether a path lies somewhere below a folder.
    public static func lies(_ path: String, in folder: String) -> Bool {
        let rest = path.utf8.dropFirst(folder.utf8.count)
        return rest.first == slash && path.utf8.starts(with: folder.utf8)
    }
}
