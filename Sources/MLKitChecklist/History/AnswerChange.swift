internal import MLKitCore
public import MLKitGit

/// What one commit did to one answer.
public struct AnswerChange: Sendable {
    public var commit: ObjectID
    public var author: CommitAuthor
    public var item: String
    /// `nil` if there was no record before.
    public var before: AnswerVersion?
    /// `nil` if there is none any more.
    public var after: AnswerVersion?
    /// Whether the answer was changed without mlkit: it says something else, and names no later moment than the answer
    /// before, or none, and the commit has not mlkit's words.
    public var isByHand = false

    /// Whether an answer looks as if it was changed without mlkit.
    var looksHandmade: Bool {
        guard step.isAnswer, let new = after?.record else { return false }
        guard let at = new.at, new.by != nil else { return true }
        return before?.record?.at.map { at.seconds <= $0.seconds } ?? false
    }

    public var step: AnswerStep { AnswerStep(from: before, to: after) }

    /// Who answered, if the record names somebody else than the commit's author, as in a waiver that a manager gave.
    /// Whoever edits an answer by hand leaves the name of the one before, which says nothing of the edit.
    public var answeredBy: String? {
        guard let record = after?.record, let by = record.by, [.done, .skipped, .waived, .reopened].contains(step),
            by != author.name, !by.hasSuffix("<\(author.email)>")
        else { return nil }
        let earlier = before?.record
        return earlier?.by == by && earlier?.at == record.at ? nil : by
    }
}
