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
