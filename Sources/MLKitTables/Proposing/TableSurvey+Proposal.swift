internal import MLKitCore
internal import MLKitReports

extension TableSurvey {
    /// What a project is to do with the table, tried out: the stage that reads it gets through with this.
    ///
    /// - Parameters:
    ///   - task: what there is to learn, if that was said; by the target's values if `nil`.
    ///   - seed: what rows are shuffled by.
    ///   - why: by whom or what the target was chosen.
    /// - Throws: `Failure` for a target that is no column, or that nothing can be learnt of, and for a table that cannot be split.
    public func proposal(
        target: String, task: TargetTask? = nil, seed: Int = 42, because why: String
    ) throws -> TableProposal {
        try keepClasses([target], isTarget: true)
        let profile = try checkTarget(target)
        var draft = ProposalDraft(self, target: profile, task: task, seed: seed)
        var trial = try draft.tried()
        for leak in trial.suspects {
            let why = leak.words.replacing("the column `\(leak.feature)` ", with: "") + "; take it in if it is known before the target"
            draft.drop(leak.feature, why)
        }
        if trial.copies, draft.areCopies { draft.dropDuplicates(trial.report) }
        if draft.changed { trial = try draft.tried() }
        return draft.proposal(trial, because: why)
    }
}
