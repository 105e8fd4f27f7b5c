/// Where a commit stands, seen from what is checked out.
public enum CommitPlace: Sendable {
    /// In the history of `HEAD`.
    case inHistory
    /// In the repository, and not in the history of `HEAD`.
    case elsewhere
    case gone
    /// Only a part of the history is here, and it is not in that.
    case unknown
}
