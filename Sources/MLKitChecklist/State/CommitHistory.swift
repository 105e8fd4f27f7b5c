/// What evidence asks of git.
public protocol CommitHistory {
    /// The full id of the commit that a revision names.
    ///
    /// - Throws: `Failure` if it names none.
    func commit(_ revision: String) throws -> String
    /// Where commits stand, by their full ids.
    func places(of commits: Set<String>) throws -> [String: CommitPlace]
}
