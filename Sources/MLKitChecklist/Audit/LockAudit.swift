internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec

/// Locks of stages held against what they were before: what a built-in stage makes follows from what its lock says it was
/// made from.
struct LockAudit {
    let folder: RecordFolder
    let index: FolderIndex
    let kinds: StageKinds

    /// The folder of locks, relative to the project.
    static let folder = ".mlkit/lock"

    /// What is to be told of locks as `HEAD` has them.
    func findings(upTo head: ObjectID) throws -> [Audit.Finding] {
        let known = index.read { try FolderHistory(from: &$0) }
        let history = try FolderHistory.read(folder.prefix + Self.folder, upTo: head, in: folder.repository, from: known)
        if abs(history.commitCount - (known?.commitCount ?? 0)) > AnswerIndex.tolerance { index.write { history.write(to: &$0) } }
        var seen = Set<String>()
        var findings = [Audit.Finding]()
        for entry in history.entries(upTo: head) {
            for change in entry.changes where change.path.hasSuffix(".json") && seen.insert(change.path).inserted {
                guard let before = try lock(change.old), let after = try lock(change.new), isContradiction(before, after) else { continue }
                let stage = String(change.path.dropLast(5))
                let message = "its lock says since \(entry.commit.short), by \(entry.author.name), that it made something else of the same"
                findings.append(
                    Audit.Finding(subject: stage, kind: .lockChanged, message: message, isObjection: false, commit: entry.commit))
            }
        }
        return findings.sorted { $0.subject < $1.subject }
    }

    private func lock(_ blob: ObjectID?) throws -> JSON? {
        try blob.flatMap { try folder.repository.blob($0) }.flatMap { try? JSON(parsing: $0) }
    }

    /// What stands in a lock beside that from which the outputs follow.
    private static let results: Set<String> = ["format", "outputs", "contents", "executable", "result", "gate_override"]

    /// A program of the user's own may make something else each time, and so may a kind that is not known.
    private func isContradiction(_ before: JSON, _ after: JSON) -> Bool {
        guard let kind = after["kind"]?.string.flatMap({ kinds.kind(named: $0) }), !kind.isCommand, before["format"] == after["format"]
        else { return false }
        func origin(_ lock: JSON) -> JSON { .object((lock.members ?? []).filter { !Self.results.contains($0.name) }).sorted }
        return before["outputs"]?.sorted != after["outputs"]?.sorted && origin(before) == origin(after)
    }
}
