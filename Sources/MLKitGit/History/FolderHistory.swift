/// What commits say of one folder: a table of facts that no later commit changes, so that it can be kept and only added
/// to, whatever becomes of branches.
public struct FolderHistory: Sendable {
    /// One commit.
    struct Row: Sendable {
        var id: ObjectID
        /// Seconds since 1970.
        var committed: Int
        /// At least the time of the commit, and later than that of its parents: children sort before parents by it.
        var order: Int
        /// The folder's tree; `nil` if there is none.
        var folder: ObjectID?
        /// Which of `paths` the folder has in it.
        var path: Int32
        /// Whether parents of it are missing, as in a shallow clone: what it changed is not known.
        var isCut: Bool
        /// Where in `parents` its own begin, and how many they are.
        var firstParent: Int32
        var parentCount: Int32
    }

    /// A file of the folder that a commit set, changed or removed.
    public struct Change: Hashable, Sendable {
        /// In the folder.
        public var path: String
        public var old: ObjectID?
        public var new: ObjectID?
    }

    /// A commit that changed the folder.
    public struct Entry: Sendable {
        public var commit: ObjectID
        public var author: CommitAuthor
        public var changes: [Change]
    }

    var rows: [Row] = []
    var parents: [Int32] = []
    /// Where the folder stood, the first being where it stands now.
    var paths: [String]
    /// By row, what commits changed.
    var entries: [Int32: Entry] = [:]

    init(of path: String) {
        paths = [path]
    }

    /// Orders that no commit of a finished table has.
    static let unknown = Int.min
    static let waiting = Int.min + 1

    func parents(of row: Row) -> ArraySlice<Int32> {
        parents[Int(row.firstParent)..<Int(row.firstParent + row.parentCount)]
    }

    /// The row of a commit.
    func row(of commit: ObjectID) -> Int? {
        let id = commit
        return rows.lastIndex { $0.id == id }
    }

    /// Whether the history that is here does not go back to its beginning.
    public var isCut: Bool { rows.contains(where: \.isCut) }

    public var commitCount: Int { rows.count }
}
