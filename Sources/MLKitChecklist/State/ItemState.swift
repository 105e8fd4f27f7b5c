public import MLKitCore

/// Where an item stands.
public enum ItemState: Hashable, Sendable {
    case open
    case done
    /// Was done, but evidence for it is no longer what it was.
    case stale([EvidenceChange])
    case skipped
    /// Has a record that cannot be read.
    case broken([Diagnostic])

    /// Whether nothing more is to be done for now.
    public var isSettled: Bool {
        self == .done || self == .skipped
    }
}
