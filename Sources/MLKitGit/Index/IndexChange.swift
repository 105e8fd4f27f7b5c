/// What happens to one entry of the user's index. Contents are as in the working tree: filters for line endings are
/// applied to them.
public enum IndexChange: Sendable {
    case stage(path: String, content: [UInt8], isExecutable: Bool)
    /// Nothing if the path is not tracked.
    case remove(path: String)
    /// As `git mv`: the entry keeps its blob, mode and flags. Nothing if the path is not tracked.
    case move(from: String, to: String)
    /// Makes the file unmerged: what there is of base, yours and theirs become the stages 1, 2 and 3.
    case conflict(path: String, base: [UInt8]?, yours: [UInt8]?, theirs: [UInt8]?, isExecutable: Bool)
}

extension IndexChange {
    var isMove: Bool {
        if case .move = self { true } else { false }
    }

    /// Bytes of all contents.
    var size: Int {
        switch self {
        case .stage(_, let content, _): content.count
        case .conflict(_, let base, let yours, let theirs, _): [base, yours, theirs].reduce(0) { $0 + ($1?.count ?? 0) }
        case .remove, .move: 0
        }
    }
}
