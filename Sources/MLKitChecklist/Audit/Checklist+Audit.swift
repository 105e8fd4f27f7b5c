public import MLKitCore
public import MLKitGit
internal import SystemPackage

extension Checklist {
    /// Holds every record against the commit that last changed its answer, and the lists against those that were in use.
    ///
    /// - Parameter seal: tells what this machine found before from what came with a clone; `nil` looks at all afresh.
    /// - Throws: `Failure` outside git, or if git's data cannot be read.
    public func audit(_ history: AnswerHistory, git: GitEnvironment, seal: CacheSeal? = nil) throws -> Audit {
        let folder = try RecordFolder(project: project, git: git)
        let reader = try CommitReader(folder.repository)
        var memory = AuditMemory(project: project, files: files, seal: seal)
        let blobs = try blobs(folder)
        let changes = Dictionary(grouping: history.changes, by: \.item)
        let wantsSignature = try folder.repository.setting("commit.gpgSign").map { $0.lowercased() != "false" } ?? false
        let order = Dictionary(reports.enumerated().map { ($1.item.id, $0) }) { first, _ in first }
        let all = records.values.map(\.record).sorted { (order[$0.item] ?? .max, $0.item) < (order[$1.item] ?? .max, $1.item) }
        let (people, head) = (try KnownPeople(folder), try folder.repository.headCommit)
        let uncommitted = try uncommitted(folder, blobs)
        let open = Set(uncommitted.map(\.subject))
        let moves = AnswerMoves(changes, items: Set(reports.map(\.item.id)), reader)
        let histories = try all.map { record in
            try moves.history(of: record.item, former: order[record.item].map { reports[$0].item.formerIDs } ?? [])
        }
        let answers = Set(histories.compactMap { $0.first { $0.step.isAnswer }?.commit })
        let signatures = wantsSignature ? try folder.repository.signatures(of: answers) : nil
        let audits = zip(all, histories).map { record, own in
            RecordAudit(
                record: record, changes: own, folder: folder, reader: reader, people: people, head: head,
                holdsMore: { hasUntracked(in: $0, folder) }, isCommitted: !open.contains(record.item), signatures: signatures)
        }
        var findings = uncommitted + broken
        var found: [String: [Audit.Finding]] = [:]
        for audit in Self.newestFirst(audits, history) {
            found[audit.record.item] = audit.signature()
            let key = blobs[audit.record.item].map { audit.key($0) }
            if let key, memory.isSound(key) { continue }
            let own = try audit.findings()
            found[audit.record.item, default: []] += own
            if let key, own.isEmpty { memory.note(key) }
        }
        findings += all.flatMap { found[$0.item] ?? [] }
        findings += lostFindings + removed(changes, folder) + (try listsOff(history, folder, reader, &memory))
        findings += try locks(folder, head, seal)
        memory.save()
        if history.isCut {
            let message = "only a part of the history is in this clone: `git fetch --unshallow` gets the rest"
            findings.insert(Audit.Finding(subject: "", kind: .cut, message: message, isObjection: true), at: 0)
        }
        return Audit(findings: findings, records: all.count)
    }

    /// In the order that commits are read quickest in.
    private static func newestFirst(_ audits: [RecordAudit], _ history: AnswerHistory) -> [RecordAudit] {
        let places = Dictionary(history.changes.enumerated().map { ($1.commit, $0) }) { first, _ in first }
        let placed = audits.map { (audit: $0, place: $0.answer.flatMap { places[$0.commit] } ?? .max) }
        return placed.sorted { $0.place < $1.place }.map(\.audit)
    }

    /// The blobs of all records as they stand in the working tree, by item.
    private func blobs(_ folder: RecordFolder) throws -> [String: ObjectID] {
        let store = RecordStore(project: project, files: files)
        var blobs: [String: ObjectID] = [:]
        for item in try store.items() {
            // One that cannot be understood was not kept.
            let bytes = try records[item]?.text.bytes ?? files.read(store.file(of: item))
            blobs[item] = try ObjectID(blobOf: folder.repository.cleaned(bytes, path: folder.prefix + RecordStore.path(of: item)))
        }
        return blobs
    }

    /// Records that are not as `HEAD` has them.
    private func uncommitted(_ folder: RecordFolder, _ blobs: [String: ObjectID]) throws -> [Audit.Finding] {
        var committed: [String: ObjectID] = [:]
        if let head = try folder.repository.headCommit {
            for (path, blob) in try folder.repository.files(below: folder.path, in: head) {
                if let item = RecordFolder.item(at: path) { committed[item] = blob }
            }
        }
        return blobs.filter { committed[$0.key] != $0.value }.keys.sorted().map { item in
            let what = committed[item] == nil ? "its record is in no commit" : "its record has changes that are in no commit"
            return Audit.Finding(subject: item, kind: .uncommitted, message: what, isObjection: true)
        }
    }

    /// Records that nobody can read, which say nothing, and links in their places.
    private var broken: [Audit.Finding] {
        unreadable.sorted { $0.key < $1.key }.map { item, reason in
            Audit.Finding(subject: item, kind: .broken, message: "its record cannot be read: \(reason)", isObjection: true)
        }
    }

    private func locks(_ folder: RecordFolder, _ head: ObjectID?, _ seal: CacheSeal?) throws -> [Audit.Finding] {
        guard let head, try files.information(at: project.pushing(FilePath(LockAudit.folder)))?.kind == .directory else { return [] }
        let file = SealedFile("history-of-.mlkit-lock", project: project, files: files, seal: seal, form: 1)
        let index = FolderIndex(file, of: folder.prefix + LockAudit.folder, in: folder.repository)
        return try LockAudit(folder: folder, index: index, kinds: kinds).findings(upTo: head)
    }

    /// Whether a folder of the project has a file that git does not track.
    private func hasUntracked(in path: String, _ folder: RecordFolder) -> Bool {
        guard let entries = try? files.entries(project.pushing(FilePath(path))) else { return false }
        return entries.contains { entry in
            let inside = (path.hasSuffix("/") ? path : path + "/") + entry.name
            if entry.kind == .directory { return hasUntracked(in: inside, folder) }
            return (try? folder.repository.isTracked(folder.prefix + inside)) == false
        }
    }

    private var lostFindings: [Audit.Finding] {
        let known = Set(reports.flatMap { [$0.item.id] + $0.item.formerIDs })
        let open = Set(lostAndOpen.map(\.item))
        return records.keys.filter { !known.contains($0) }.sorted().map { item in
            let status = records[item]?.record.status.rawValue ?? ""
            return Audit.Finding(
                subject: item, kind: .lost, message: "on record as \(status), and in no list any more",
                isObjection: open.contains(item))
        }
    }

    /// Records that were taken away, but for those that moved to another item.
    private func removed(_ changes: [String: [AnswerChange]], _ folder: RecordFolder) -> [Audit.Finding] {
        let known = Set(reports.map(\.item.id))
        return changes.sorted { $0.key < $1.key }.compactMap { item, changes in
            guard let last = changes.first, last.step == .removed, records[item] == nil, let before = last.before?.record else {
                return nil
            }
            let words = try? folder.repository.words(of: last.commit)
            guard words?.trailers("Checklist-Was").contains(item) != true else { return nil }
            let wasOpen = before.status == .waived || before.status == .open && before.by != nil
            return Audit.Finding(
                subject: item, kind: .removed,
                message: "its record, \(before.status.rawValue), was removed in \(last.commit.short) by \(last.author.name)",
                isObjection: wasOpen && !known.contains(item), commit: last.commit)
        }
    }
}
