internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension ProjectUpdate {
    /// Does what is planned: all of it, or, if anything is in the way, nothing. The results are staged in git's index.
    ///
    /// - Throws: `Failure` naming everything that is in the way. Nothing has changed then.
    @discardableResult
    public func apply() throws -> UpdateResult {
        guard plan.doesSomething else {
            if let unmerged = try unmerged { throw Failure([unmerged]) }
            return UpdateResult(
                conflicts: plan.conflicts, ignored: [], hasChanged: false, isStaged: false, isSparse: false)
        }
        let repository = try requireRepository()
        try repository.refuseForeignIndex()
        try repository.refuseWrongSettings()
        guard let held = try ProjectGuard(request.project, files: request.files) else {
            throw Failure("another mlkit command is at work in this project", hint: "try again when it is done")
        }
        defer { withExtendedLifetime(held) {} }
        let changes = try TreeChanges(plan, request.project, git, request.files)
        try Refusal(plan, changes, git, request).check(repository)
        try carryOut(changes, repository)
        return UpdateResult(
            conflicts: plan.conflicts, ignored: changes.ignored, hasChanged: true, isStaged: changes.isStaged,
            isSparse: try repository.isSparse)
    }

    private func requireRepository() throws -> Repository {
        if let repository = try git.repository { return repository }
        throw Failure(
            "the project is not in git, so nothing could be taken back from history",
            hint: "run `git init`, `git add --all` and `git commit` first")
    }

    private func carryOut(_ changes: TreeChanges, _ repository: Repository) throws {
        let files = request.files
        let folder = JournalFolder.pending(request.project, files)
        do {
            try repository.unfoldIndex()
            try folder.begin()
            let prepared = try repository.prepareIndex(changes.index)
            var draft = try changes.draft()
            draft.index = Journal.Index(
                path: prepared.index.string, before: try repository.indexFile.read().map { draft.version($0) },
                after: draft.version(try files.read(prepared.prepared)))
            let journal = draft.journal(.apply, title)
            try folder.commit(journal, draft.contents, durable: request.durable)
            let runner = JournalRunner(
                project: request.project, files: files, journal: journal, contents: draft.contents)
            try runner.runOrRollBack { try prepared.publish() }
            // All is done; if only the journal cannot be put away, the next command does it.
            try? Recovery.finish(journal, folder, request.project, files)
        } catch {
            // A journal that is there is for the next command to finish.
            if (try? folder.journal()) == .some(nil) { try? folder.remove() }
            throw error
        }
    }

    private var title: String { "template \(plan.newRecord.templateName) \(plan.newRecord.templateVersion)" }
}

extension JournalRunner {
    /// Carries out all steps; if one fails, as on a full disk, takes back those before it.
    ///
    /// - Parameter publish: changes the index, at the end.
    func runOrRollBack(publish: () throws -> Void) throws {
        do {
            try run()
            try publish()
        } catch {
            let done = try countDone()
            let back = Journal(
                kind: journal.kind, title: journal.title, steps: Array(journal.steps[..<done]), index: nil
            ).inverted(journal.kind)
            try JournalRunner(project: project, files: files, journal: back, contents: contents).run()
            try JournalFolder.pending(project, files).remove()
            throw error
        }
    }
}

/// What came of an update.
public struct UpdateResult: Sendable {
    /// Files with both sides in them, or to be decided about; mostly what git calls unmerged.
    public let conflicts: [FileAction]
    /// Files that were written, and that git ignores: they are not staged.
    public let ignored: [String]
    /// Whether anything is different now.
    public let hasChanged: Bool
    /// Whether anything is staged: git may ignore all that has changed.
    public let isStaged: Bool
    /// Whether git has to be told that it is to add files outside a sparse checkout.
    public let isSparse: Bool
}
