/// What happens to one entry of the user's index.
public enum IndexChange: Sendable {
    /// A file as it stands in the working tree, or will in a moment, and as git stores it.
    case stage(path: String, file: [UInt8], stored: [UInt8], isExecutable: Bool)
    /// A file that a sparse checkout leaves out of the working tree, as git stores it.
    case stageLeftOut(path: String, stored: [UInt8], isExecutable: Bool)
    /// The entries of a path as another index has them: one, or those of an unmerged file.
    case restore(path: String, entries: [IndexSnapshot.Entry])
    /// Nothing if the path is not tracked.
    case remove(path: String)
    /// As `git mv`: the entry keeps its blob, mode and flags. Nothing if the path is not tracked.
    case move(from: String, to: String)
    /// Makes the file unmerged: what there is of base, yours and theirs become the stages 1, 2 and 3.
    case conflict(path: String, base: Side?, yours: Side?, theirs: Side?)

    /// One of the versions of an unmerged file.
    public struct Side: Sendable {
        /// As git stores it; of a link, where it leads.
        public var stored: [UInt8]
        public var isExecutable: Bool
        public var isLink: Bool

        public init(stored: [UInt8], isExecutable: Bool = false, isLink: Bool = false) {
            self.stored = stored
            self.isExecutable = isExecutable
            self.isLink = isLink
        }
    }
}

extension IndexChange {
    /// Whether its content is an object that git has, and that nothing writes.
    var isOfKnownObjects: Bool {
        switch self {
        case .move, .restore: true
        case .stage, .stageLeftOut, .remove, .conflict: false
        }
    }

    /// Bytes of all contents.
    var size: Int {
        switch self {
        case .stage(_, _, let stored, _), .stageLeftOut(_, let stored, _): stored.count
        case .conflict(_, let base, let yours, let theirs):
            [base, yours, theirs].reduce(0) { $0 + ($1?.stored.count ?? 0) }
        case .remove, .move, .restore: 0
        }
    }
}
