internal import CLibGit2

/// How one file differs between `HEAD`, the index and the working tree.
public struct FileStatus: Hashable, Sendable {
    public enum Change: Sendable {
        case added
        case modified
        case deleted
        case typeChanged
    }

    /// Relative to the repository's root.
    public var path: String
    /// What is staged: the index against `HEAD`.
    public var staged: Change?
    /// What is not: the working tree against the index. A file that git does not know is `added`.
    public var unstaged: Change?
    public var isConflicted: Bool
    public var isIgnored: Bool

    init(_ path: String, _ bits: git_status_t) {
        self.path = path
        staged = Self.change(
            bits, GIT_STATUS_INDEX_NEW, GIT_STATUS_INDEX_MODIFIED, GIT_STATUS_INDEX_DELETED,
            GIT_STATUS_INDEX_TYPECHANGE)
        unstaged = Self.change(
            bits, GIT_STATUS_WT_NEW, GIT_STATUS_WT_MODIFIED, GIT_STATUS_WT_DELETED, GIT_STATUS_WT_TYPECHANGE)
        isConflicted = bits.rawValue & GIT_STATUS_CONFLICTED.rawValue != 0
        isIgnored = bits.rawValue & GIT_STATUS_IGNORED.rawValue != 0
    }

    /// Whether the file is the same everywhere after all.
    var isNothing: Bool { staged == nil && unstaged == nil && !isConflicted && !isIgnored }

    private static func change(
        _ bits: git_status_t, _ added: git_status_t, _ modified: git_status_t, _ deleted: git_status_t,
        _ typeChanged: git_status_t
    ) -> Change? {
        let kinds: [(git_status_t, Change)] = [
            (deleted, .deleted), (added, .added), (typeChanged, .typeChanged), (modified, .modified),
        ]
        return kinds.first { bits.rawValue & $0.0.rawValue != 0 }?.1
    }
}

/// A file of a working tree that git knows, or would take if asked.
public struct WorkingFile: Hashable, Sendable {
    /// Relative to the repository's root.
    public let path: String
    public let isLink: Bool
    public let isTracked: Bool
}
