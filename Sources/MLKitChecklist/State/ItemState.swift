public import MLKitCore

/// Where an item stands.
public enum ItemState: Hashable, Sendable {
    case open
    case done
    /// Somebody said that it is done, and a probe finds that it is not, for this reason.
    case failing(String)
    /// Somebody said that it is done, and nobody can tell here whether that holds, for these reasons.
    case unclear([String])
    /// Was answered, but what that rested on is no longer what it was.
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
        case .open, .failing, .unclear, .stale, .overdue, .broken: false
        }
    }

    /// Whether it was settled once, and is no longer.
    public var isLapsed: Bool {
        switch self {
        case .failing, .stale, .overdue: true
        default: false
        }
    }

    /// Whether a person's word that it is done stands, even if a probe contradicts it.
    var isSaidDone: Bool {
        switch self {
        case .done, .failing, .unclear: true
        default: false
        }
    }
}
