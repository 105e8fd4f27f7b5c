internal import MLKitChecklist
internal import MLKitCore

/// Asks what an answer needs, and records it.
struct WalkAnswer {
    let loaded: LoadedChecklist
    let report: ItemReport
    let dialog: Dialog

    private var item: ChecklistItem { report.item }

    /// - Returns: what was recorded; nothing if the person thought better of it.
    /// - Throws: `Failure` if it cannot be recorded.
    func record(_ action: WalkMenu.Action) throws -> RecordChange? {
        switch action {
        case .done: return try done()
        case .answer(let answer): return try self.answer(answer)
        case .answerFreely:
            let text = try dialog.ask("answer")
            return try text.isEmpty ? nil : answer(text)
        case .skip: return try skip()
        case .waive: return try waive()
        case .note: return try note()
        case .next, .back, .quit: return nil
        }
    }

    private func done() throws -> RecordChange {
        let evidence = try evidence()
        let message = try dialog.ask("remark (Enter for none)")
        let change = try commit { try loaded.glanced().markDone(item, evidence: evidence, message: message, $0) }
        loaded.report(change)
        return change
    }

    private func answer(_ answer: String) throws -> RecordChange {
        let message = try dialog.ask("remark (Enter for none)")
        let answered = try commit { answering in
            try loaded.answer(item, answer, writes: true) {
                try loaded.checklist.markDone(item, answer: answer, message: message, answering)
            }
        }
        loaded.report(answered.change)
        loaded.report(answered.spec)
        return answered.change
    }

    private func skip() throws -> RecordChange? {
        let reason = try dialog.ask("why it does not apply (Enter to go back)")
        guard !reason.isEmpty else { return nil }
        return reported(try commit { try loaded.checklist.skip(item, because: reason, $0) })
    }

    private func waive() throws -> RecordChange? {
        let day = try dialog.ask("until which day, as in 2027-01-31 (Enter to go back)")
        guard !day.isEmpty else { return nil }
        let until = try Timestamp(argument: day)
        let reason = try dialog.text("why it can wait")
        return reported(try commit { try loaded.checklist.waive(item, until: until, because: reason, $0) })
    }

    private func reported(_ change: RecordChange) -> RecordChange {
        loaded.report(change)
        return change
    }

    private func note() throws -> RecordChange? {
        let old = loaded.checklist.note(of: item) ?? ""
        let new = try NoteEditor(environment: loaded.surroundings.environment).edit(old, about: item)
        guard new != old else {
            Console.standard.say("the note is as it was\n")
            return nil
        }
        let change: RecordChange
        do {
            change = try commit { try loaded.checklist.setNote(of: item, to: new, $0) }
        } catch {
            // The editor's file is gone by now.
            Console.standard.say("what you wrote, which is not recorded:\n\n\(new)\n")
            throw error
        }
        Console.standard.say("noted: \(item.id) (\(change.path), \(change.history.words))\n")
        if change.takesEditsIn { Console.standard.say("  the file had changes that were in no commit: they are in this one\n") }
        loaded.remarkOnCommit(change.history)
        return change
    }

    /// Named as seen from here; `nil` keeps that of an earlier answer.
    private func evidence() throws -> [EvidenceName]? {
        let kept = report.record?.evidence.isEmpty == false ? "Enter keeps those there are" : "Enter for none"
        let line = try dialog.ask("evidence: files, folders, run:STAGE, …, with commas between (\(kept))")
        guard !line.isEmpty else { return nil }
        return loaded.evidence(named: line.split(separator: ",").map { String($0).trimmed })
    }

    /// An answer is recorded as a whole: a signal waits for the end of it.
    private func commit<Value>(_ body: (Answering) throws -> Value) throws -> Value {
        let answering = try loaded.answering(commits: true)
        return try Uninterrupted.run { try body(answering) }
    }
}
