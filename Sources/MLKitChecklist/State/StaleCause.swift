public import MLKitCore

/// Why an answer no longer holds.
public enum StaleCause: Hashable, Sendable {
    case evidence(EvidenceChange)
    /// The item has a newer version than the one that was answered.
    case newerItem(answered: Int, now: Int)
    /// The item says something else than what was answered.
    case otherText
    /// It was to be looked at again from that day on.
    case expired(Timestamp)
}

extension StaleCause: CustomStringConvertible {
    /// "`reports/evaluation.json` changed".
    public var description: String {
        switch self {
        case .evidence(let change): change.description
        case .newerItem(let answered, let now): "the item is in version \(now), answered was \(answered)"
        case .otherText: "answered for another text: the item changed since"
        case .expired(let day): "it was to be looked at again from \(day.day) on"
        }
    }
}
