/// Whether an item is for this project.
public enum Relevance: Hashable, Sendable {
    case applies
    /// Its condition does not hold.
    case notForThisProject(Condition)
    /// None of the answers that open it was given; the items that ask for them.
    case notOpened(by: [String])
}
