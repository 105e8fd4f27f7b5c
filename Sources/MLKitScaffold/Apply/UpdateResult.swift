/// What came of an update.
public struct UpdateResult: Sendable {
    /// Files with both sides in them, or to be decided about; what git calls unmerged.
    public let conflicts: [FileAction]
}
