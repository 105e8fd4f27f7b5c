internal import MLKitCore
public import SystemPackage

/// Each change writes one record and makes one commit that touches nothing else; or nothing happens at all.
/// This value keeps what was loaded: load again to see the change.
extension Checklist {
    /// Records that an item is done. An item that was done is done again, with fresh hashes.
    ///
    /// - Parameters:
    ///   - evidence: files and folders that the answer rests on, relative to the project or absolute. `nil` takes
    ///     those of the earlier answer, as they are now.
    ///   - message: the answer in a line; a question or choice needs one. `nil` keeps the earlier one.
    /// - Throws: `Failure` if evidence is missing or outside, the record cannot be read or written, or git refuses.
    public func markDone(
        _ item: ChecklistItem, evidence: [FilePath]? = nil, message: String? = nil, _ answering: Answering
    ) throws -> RecordChange {
        let earlier = records[item.id]?.record
        let before = earlier?.status == .done ? earlier : nil
        let paths = evidence ?? before?.evidence.map { FilePath($0.path) } ?? []
        let collector = EvidenceCollector(project: project, files: files, hashes: hashes)
        let found = try collector.collect(paths, record: RecordStore.path(of: item.id))
        let message = Self.trimmed(message) ?? before?.message
        if message == nil, item.kind != .task { throw Self.unanswered(item) }
        return try record(item, .done, evidence: found, message: message, answering)
    }

    /// Records that an item does not apply, and why.
    ///
    /// - Throws: `Failure` without a reason, or if the record cannot be read or written, or git refuses.
    public func skip(_ item: ChecklistItem, because reason: String, _ answering: Answering) throws -> RecordChange {
        guard let reason = Self.trimmed(reason) else {
            throw Failure("skipping `\(item.id)` needs a reason", hint: "say why it does not apply to this project")
        }
        return try record(item, .skipped, message: reason, answering)
    }

    /// Records that an answered item has to be looked at again. Its note stays.
    ///
    /// - Throws: `Failure` if it is open, or the record cannot be read or written, or git refuses.
    public func reopen(
        _ item: ChecklistItem, because reason: String? = nil, _ answering: Answering
    ) throws -> RecordChange {
        try refuseBroken(item)
        guard let earlier = records[item.id]?.record, earlier.status != .open else {
            throw Failure("`\(item.id)` is open already")
        }
        return try record(item, .open, message: Self.trimmed(reason), answering)
    }

    private func record(
        _ item: ChecklistItem, _ status: RecordStatus, evidence: [Evidence] = [], message: String?,
        _ answering: Answering
    ) throws -> RecordChange {
        try refuseBroken(item)
        let record = Record(
            item: item.id, status: status, by: answering.by, at: answering.at, evidence: evidence, message: message)
        let path = RecordStore.path(of: item.id)
        let bytes = RecordWriter.text(of: record, over: records[item.id])
        let committer = RecordCommitter(project: project, files: files, git: answering.git)
        let history = try committer.write(
            bytes, to: path, message: CommitMessage(item: item, record: record).text)
        return RecordChange(item: item, record: record, path: path, history: history)
    }

    /// What the user wrote by hand is not ours to overwrite.
    private func refuseBroken(_ item: ChecklistItem) throws {
        guard case .broken(let problems) = reports.first(where: { $0.item.id == item.id })?.state else { return }
        throw Failure(problems)
    }

    private static func unanswered(_ item: ChecklistItem) -> Failure {
        let options = item.options.isEmpty ? nil : "options are \(Suggestion.list(item.options.map(\.name)))"
        return Failure(
            "`\(item.id)` is a \(item.kind.rawValue): it needs an answer", notes: [item.title],
            hint: options ?? "give the answer with `--message`")
    }

    private static func trimmed(_ text: String?) -> String? {
        text.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }
}
