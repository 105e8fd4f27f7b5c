/// How an answer went from one version to another, in one word.
public enum AnswerStep: String, CaseIterable, Sendable {
    /// Answered, or answered anew.
    case done, skipped, waived
    /// Has to be looked at again.
    case reopened
    /// Only who is to do it changed.
    case assigned
    /// Somebody agreed with the answer.
    case reviewed
    /// Only the note, or a remark, changed.
    case edited
    /// The record is gone.
    case removed
    /// The record cannot be read since.
    case broken

    public init(from old: AnswerVersion?, to new: AnswerVersion?) {
        switch new {
        case nil: self = .removed
        case .broken: self = .broken
        case .record(let new): self = Self.step(from: old?.record, to: new)
        }
    }

    private static func step(from old: Record?, to new: Record) -> AnswerStep {
        let isAnswered = old.map { $0.answerAlone != new.answerAlone } ?? (new.status != .open || new.by != nil)
        guard isAnswered else {
            if old?.assignee != new.assignee { return .assigned }
            return old?.reviewer != new.reviewer || old?.reviewed != new.reviewed ? .reviewed : .edited
        }
        switch new.status {
        case .done: return .done
        case .skipped: return .skipped
        case .waived: return .waived
        case .open: return .reopened
        }
    }
}
