internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension Checklist {
    /// Moves a record to another item. What it says stays, and the commit has both files in it and nothing else, so
    /// that `git log --follow` finds its history.
    ///
    /// - Throws: `Failure` if the record cannot be read or written, or git refuses; nothing has changed then.
    public func move(_ move: ListUpgrade.Move, _ answering: Answering) throws -> RecordChange {
        guard let stored = records[move.from], let item = reports.first(where: { $0.item.id == move.to })?.item else {
            throw Failure("there is no record of an item `\(move.from)`")
        }
        var record = stored.record
        record.item = move.to
        let bytes = RecordWriter.text(of: record, over: stored)
        let paths = (old: RecordStore.path(of: move.from), new: RecordStore.path(of: move.to))
        try RecordStore(project: project, files: files).refuseLinks(at: paths.new)
        let repository = try (answering.commits ? answering.git : nil).flatMap { try Repository.discover(from: project, environment: $0) }
        let place = repository?.path(of: project.pushing(FilePath(paths.new)))
        let isSecret = try place.map { try repository?.filters.havePrograms($0) ?? false } ?? false
        let text = """
            Checklist: move \(move.from) to \(move.to)

            \(item.title)

            \(AnswerTrailers.text(of: record, movedFrom: move.from, isSecret: isSecret))

            """
        let committer = ProjectCommitter(project: project, files: files, answering: answering)
        let history = try committer.write([paths.new: bytes, paths.old: nil], message: text)
        return RecordChange(item: item, record: record, path: paths.new, history: history)
    }

    /// Notes the items of all lists as seen, in one commit.
    ///
    /// - Returns: what git has of it; `nil` if they were noted before.
    /// - Throws: `Failure` if a note cannot be written, or git refuses; nothing has changed then.
    public func noteItems(_ answering: Answering) throws -> RecordChange.History? {
        let lists = Dictionary(grouping: definitions, by: \.name).mapValues { $0.flatMap(\.items) }
        var changes: ByteTable<[UInt8]?> = [:]
        for (name, items) in lists {
            let (path, bytes) = (SeenItems.path(of: name), Array(SeenItems.text(of: name, items).utf8))
            let file = project.pushing(FilePath(path))
            if try !files.exists(file) || GitForms.withLineFeeds(files.read(file)) != bytes { changes[path] = bytes }
        }
        guard !changes.isEmpty else { return nil }
        let committer = ProjectCommitter(project: project, files: files, answering: answering)
        let names = lists.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
        return try committer.write(changes, message: "Checklist: note the items of \(names)\n")
    }
}
