public import MLKitCore

/// Each change writes one record and makes one commit that touches nothing else; or nothing happens at all.
/// This value keeps what was loaded: load again to see the change.
extension Checklist {
    /// Records that an item is done. An item that was done is done again, with fresh hashes.
    ///
    /// - Parameters:
    ///   - answer: what a question is answered with, or the option that is chosen; needed by those. `nil` keeps the
    ///     earlier one.
    ///   - evidence: what the answer rests on. `nil` takes that of the earlier answer, as it is now.
    ///   - message: a remark in a line. `nil` keeps the earlier one.
    ///   - until: the day from which it has to be looked at again.
    /// - Throws: `Failure` if evidence is missing or outside, the day is over, the answer is none of the item's, the record cannot be
    ///   read or written, or git refuses.
    public func markDone(
        _ item: ChecklistItem, answer: String? = nil, evidence: [EvidenceName]? = nil, message: String? = nil,
        until: Timestamp? = nil, _ answering: Answering
    ) throws -> RecordChange {
        if let until, until.day <= answering.at.day {
            throw Failure(
                "`\(item.id)` would have to be looked at again from \(until.day) on, which is no day to come",
                hint: "give a later day")
        }
        let earlier = records[item.id]?.record
        let before = earlier?.status == .done ? earlier : nil
        var record = fresh(item, .done, answering)
        record.answer = try AnswerRules.answer(
            Self.trimmed(answer) ?? before?.answer, to: item, isForPeople: ProbeRules.isForPeople(verdicts(on: item)))
        let collector = EvidenceCollector(
            checklist: self, record: RecordStore.path(of: item.id), earlier: before?.evidence ?? [], at: answering.at)
        record.evidence = try evidence.map(collector.collect) ?? collector.renew()
        record.message = Self.trimmed(message) ?? before?.message
        record.until = until
        return try write(record, item, answering)
    }

    /// Records that an item does not apply, and why.
    ///
    /// - Throws: `Failure` without a reason, or if the record cannot be read or written, or git refuses.
    public func skip(_ item: ChecklistItem, because reason: String, _ answering: Answering) throws -> RecordChange {
        var record = fresh(item, .skipped, answering)
        let hint = "say why it does not apply to this project"
        record.reason = try Self.reason(reason, "skipping `\(item.id)`", hint: hint)
        return try write(record, item, answering)
    }

    /// Records that an item may stay undone to the end of a day, and why.
    ///
    /// - Parameter name: who allows it, if that is not who writes it down.
    /// - Throws: `Failure` without a reason or with a day that is over, or if the record cannot be read or written,
    ///   or git refuses.
    public func waive(
        _ item: ChecklistItem, until: Timestamp, by name: String? = nil, because reason: String, _ answering: Answering
    ) throws -> RecordChange {
        guard until.day >= answering.at.day else {
            throw Failure("the waiver would end on \(until.day), which is over", hint: "give a day to come")
        }
        var record = fresh(item, .waived, answering)
        record.reason = try Self.reason(reason, "waiving `\(item.id)`", hint: "say why it can wait")
        record.until = until
        if let name = Self.trimmed(name) { record.by = name }
        return try write(record, item, answering)
    }

    /// Records that an answered item has to be looked at again. Its note stays.
    ///
    /// - Throws: `Failure` if it is open, or the record cannot be read or written, or git refuses.
    public func reopen(
        _ item: ChecklistItem, because reason: String? = nil, _ answering: Answering
    ) throws -> RecordChange {
        try refuseBroken(item)
        // Somebody may find that an item is open which probes, or nobody, called done.
        let isAnswered = records[item.id]?.record.status != .open && records[item.id] != nil
        guard isAnswered || Self.trimmed(reason) != nil else {
            throw Failure("`\(item.id)` is open already", hint: "`--because` records what is wrong with it")
        }
        var record = fresh(item, .open, answering)
        record.reason = Self.trimmed(reason)
        return try write(record, item, answering)
    }

    /// Records that an answer holds for the item as it says now. Whoever agreed with it agreed with another text, so that this
    /// goes, as when it is answered anew; all else of the record stays as it is.
    ///
    /// - Throws: `Failure` if there is no answer, the record cannot be read or written, or git refuses.
    public func confirm(_ item: ChecklistItem, _ answering: Answering) throws -> RecordChange {
        try refuseBroken(item)
        guard var record = records[item.id]?.record, record.status != .open else {
            throw Failure("`\(item.id)` has no answer to confirm")
        }
        record.version = item.version
        record.text = item.textHash
        record.by = answering.by
        record.at = answering.at
        (record.reviewer, record.reviewed) = (nil, nil)
        return try write(record, item, answering)
    }

    /// Records who is to do an item; `nil` for nobody. What was answered stays.
    public func assign(_ item: ChecklistItem, to name: String?, _ answering: Answering) throws -> RecordChange {
        var record = records[item.id]?.record ?? Record(item: item.id, status: .open, version: item.version)
        record.assignee = Self.trimmed(name)
        return try write(record, item, answering, step: .assigned(record.assignee))
    }

    /// Records that somebody else looked at an answer and agrees.
    ///
    /// - Throws: `Failure` if there is no answer, if it no longer holds, or if it is the reviewer's own.
    public func review(_ item: ChecklistItem, _ answering: Answering) throws -> RecordChange {
        try refuseBroken(item)
        guard var record = records[item.id]?.record, record.status != .open else {
            throw Failure("`\(item.id)` has no answer to review", hint: "answer it first, as with `mlkit check done`")
        }
        guard let state = reports.first(where: { $0.item.id == item.id })?.state, !state.isLapsed else {
            throw Failure("the answer to `\(item.id)` no longer holds", hint: "have it renewed before it is reviewed")
        }
        guard !Person(answering.by).isNamed(by: record.by) else {
            throw Failure("`\(answering.by)` answered `\(item.id)`, so somebody else has to review it")
        }
        record.reviewer = answering.by
        record.reviewed = answering.at
        return try write(record, item, answering, step: .reviewed)
    }

    private func verdicts(on item: ChecklistItem) -> [ProbeVerdict] {
        reports.first { $0.item.id == item.id }?.verdicts ?? []
    }

    private func fresh(_ item: ChecklistItem, _ status: RecordStatus, _ answering: Answering) -> Record {
        var record = Record(item: item.id, status: status, version: item.version)
        record.text = item.textHash
        record.by = answering.by
        record.at = answering.at
        record.assignee = records[item.id]?.record.assignee
        return record
    }

    private func write(
        _ record: Record, _ item: ChecklistItem, _ answering: Answering, step: RecordChange.Step = .answered
    ) throws -> RecordChange {
        try refuseBroken(item)
        let path = RecordStore.path(of: item.id)
        let bytes = RecordWriter.text(of: record, over: records[item.id])
        let committer = RecordCommitter(project: project, files: files, answering: answering)
        let written = try committer.write(bytes, to: path) { isSecret in
            CommitMessage(item: item, record: record, step: step, isSecret: isSecret).text
        }
        return RecordChange(
            item: item, record: record, path: path, history: written.history, step: step, takesEditsIn: written.takesEditsIn)
    }

    /// What the user wrote by hand is not ours to overwrite.
    private func refuseBroken(_ item: ChecklistItem) throws {
        guard case .broken(let problems) = reports.first(where: { $0.item.id == item.id })?.state else { return }
        throw Failure(problems)
    }

    private static func reason(_ text: String, _ what: String, hint: String) throws -> String {
        guard let reason = trimmed(text) else { throw Failure("\(what) needs a reason", hint: hint) }
        return reason
    }

    private static func trimmed(_ text: String?) -> String? {
        text.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }
}
