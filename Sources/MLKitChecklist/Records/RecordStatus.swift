/// What a record says of its item.
public enum RecordStatus: String, CaseIterable, Sendable {
    case done
    /// Does not apply to this project, for the reason in the message.
    case skipped
    /// Was answered once and has to be looked at again.
    case open
}
