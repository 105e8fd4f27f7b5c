/// What came of an update.
public struct UpdateResult: Sendable {
    /// Files with both sides in them, or to be decided about; mostly what git calls unmerged.
    public let conflicts: [FileAction]
    /// Files that were written, and that git ignores: they are not staged.
    public let ignored: [String]
}
