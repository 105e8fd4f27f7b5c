/// What evidence asks of git.
public protocol CommitHistory {
    /// The full id of the commit that a revision names.
    ///
    /// - Throws: `Failure` if it names none.
    func commit(_ revision: String) throws -> String
    /// Where commits stand, by their full ids.
    func places(of commits: Set<String>) throws -> [String: CommitPlace]
}

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
