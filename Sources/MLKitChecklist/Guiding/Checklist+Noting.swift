internal import MLKitCore
internal import SystemPackage

extension Checklist {
    /// The note below an item's record, without line breaks around it; `nil` if there is none.
    public func note(of item: ChecklistItem) -> String? {
        guard let text = records[item.id]?.text else { return nil }
        let note = String(decoding: text.bytes[text.note], as: UTF8.self).trimmed
        return note.isEmpty ? nil : note
    }

    /// Replaces the note below an item's record. What it answers stays; without a record, one is made that leaves the
    /// item open.
    ///
    /// - Throws: `Failure` if the record cannot be read or written, or git refuses.
    public func setNote(of item: ChecklistItem, to note: String, _ answering: Answering) throws -> RecordChange {
        if case .broken(let problems) = reports.first(where: { $0.item.id == item.id })?.state {
            throw Failure(problems)
        }
        let stored = records[item.id]
        let record = stored?.record ?? Record(item: item.id, status: .open, version: item.version)
        let newline = stored?.text.newline ?? "\n"
        let lines = note.trimmed.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let text = note.trimmed.isEmpty ? "" : newline + lines.joined(separator: newline) + newline
        let head =
            stored.map { Array($0.text.bytes[..<$0.text.note.lowerBound]) } ?? RecordWriter.text(of: record, over: nil)
        let path = RecordStore.path(of: item.id)
        let message = """
            Checklist: note on \(item.id)

            \(item.title)


            """
        let committer = RecordCommitter(project: project, files: files, answering: answering)
        let written = try committer.write(head + Array(text.utf8), to: path) { isSecret in
            message + AnswerTrailers.text(of: record, isSecret: isSecret) + "\n"
        }
        return RecordChange(item: item, record: record, path: path, history: written.history, takesEditsIn: written.takesEditsIn)
    }
}
