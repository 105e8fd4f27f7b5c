public import MLKitCore

/// Where an item stands.
public enum ItemState: Hashable, Sendable {
    case open
    case done
    /// Was done, but what that rested on is no longer what it was.
    case stale([StaleCause])
    case skipped
    /// May stay undone until the end of that day.
    case waived(until: Timestamp)
    /// A waiver has run out.
    case overdue(since: Timestamp)
    /// Has a record that cannot be read.
    case broken([Diagnostic])

    /// Whether nothing more is to be done for now.
    public var isSettled: Bool {
        switch self {
        case .done, .skipped, .waived: true
        case .open, .stale, .overdue, .broken: false
        }
    }

    /// Whether it was settled once, and is no longer.
    public var isLapsed: Bool {
        switch self {
        case .stale, .overdue: true
        default: false
        }
    }
}
