/// What a record says of its item.
public enum RecordStatus: String, CaseIterable, Sendable {
    case done
    /// Does not apply to this project, for the reason given.
    case skipped
    /// Is not done and may stay so until a day, for the reason given.
    case waived
    /// Was answered once and has to be looked at again, or is only assigned to somebody.
    case open
}
