public import MLKitGit

/// An answer that was recorded.
public struct RecordChange: Sendable {
    /// What git has of it.
    public enum History: Hashable, Sendable {
        /// One commit with this record in it and nothing else.
        case commit(ObjectID)
        /// `HEAD` held this very record before.
        case unchanged
        /// The project is in no git repository.
        case noRepository
        /// Git is told to ignore the record.
        case ignored
        /// A commit was not asked for.
        case notWanted
    }

    /// What was done to the answer.
    public enum Step: Hashable, Sendable {
        case answered
        /// Who is to do it; `nil` for nobody.
        case assigned(String?)
        case reviewed
    }

    public var item: ChecklistItem
    public var record: Record
    /// The record's file, relative to the project.
    public var path: String
    public var history: History
    public var step = Step.answered
    /// Whether the commit also has what stood in the record's file, and was in no commit.
    public var takesEditsIn = false
}
