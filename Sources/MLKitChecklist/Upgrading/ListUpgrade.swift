/// How the lists differ from those that a project's answers were given to.
public struct ListUpgrade: Sendable {
    /// A list, and whether there is a note of what it held before.
    public struct List: Hashable, Sendable {
        public var name: String
        public var items: Int
        public var isNoted: Bool
    }

    /// An answer that was given to an earlier version of its item, or to another text.
    public struct Changed: Sendable {
        public var report: ItemReport
        public var answered: Int
    }

    /// A record that belongs to an item under another id.
    public struct Move: Hashable, Sendable {
        public var from: String
        public var to: String

        public init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// A record of an item that no list has.
    public struct Lost: Sendable {
        public var record: Record
        /// The record's file, relative to the project.
        public var path: String
        /// The item that it perhaps belongs to now; it has no record of its own.
        public var suggestion: String?
        /// The item that says that it had this id, and has an answer of its own.
        public var rival: String?
    }

    public var lists: [List]
    /// Items of a list that did not have them when it was noted.
    public var new: [ItemReport]
    public var changed: [Changed]
    public var moves: [Move]
    public var lost: [Lost]
    /// Items that are gone from the lists without ever having had an answer: id and title.
    public var gone: [(id: String, title: String)]
}
