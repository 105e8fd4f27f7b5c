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
                conflicts: plan.conflicts, ignored: [], hasChanged: false, isStaged: false, isSparse: false,
                canBeUndone: false)
        }
        let repository = try requireRepository()
        try repository.refuseForeignIndex()
        try repository.refuseWrongSettings()
        guard let held = try ProjectGuard(request.project, files: request.files) else {
            throw Failure("another mlkit command is at work in this project", hint: "try again when it is done")
        }
        defer { withExtendedLifetime(held) {} }
        let changes = try TreeChanges(plan, request.project, git, request.files)
        // What is read here, and is replaced as long as it is still so, is what the checks after it are of.
        let draft = try changes.draft()
        try UpdateRefusal(plan, changes, git, request).check(repository)
        try changes.refuseChanged(plan, since: draft)
        try carryOut(changes, draft, repository)
        return UpdateResult(
            conflicts: plan.conflicts, ignored: changes.ignored, hasChanged: true, isStaged: changes.isStaged,
            isSparse: try repository.isSparse, canBeUndone: UserSeal(environment: request.git.variables).seal != nil)
    }

    private func requireRepository() throws -> Repository {
        if let repository = try git.repository { return repository }
        throw notInGit
    }

    private func carryOut(_ changes: TreeChanges, _ steps: JournalDraft, _ repository: Repository) throws {
        let files = request.files
        let folder = JournalFolder.pending(request.project, files)
        do {
            try repository.unfoldIndex()
            try folder.begin()
            let prepared = try repository.prepareIndex(changes.index)
            var draft = steps
            draft.index = Journal.Index(
                path: prepared.index.string, before: try repository.indexFile.read().map { draft.version($0) },
                after: draft.version(try files.read(prepared.prepared)))
            let journal = draft.journal(.apply, title)
            try folder.commit(
                journal, draft.contents, UserSeal(environment: request.git.variables).seal, durable: request.durable)
            let runner = JournalRunner(
                project: request.project, files: files, journal: journal, contents: draft.contents)
            try runner.runOrRollBack { try prepared.publish() }
            // All is done; if only the journal cannot be put away, the next command does it.
            try? Recovery.finish(journal, folder, request.project, files)
        } catch {
            // A journal that is there is for the next command to finish.
            if (try? folder.isCommitted) == false { try? folder.remove() }
            throw error
        }
    }

    private var title: String { "template \(plan.newRecord.templateName) \(plan.newRecord.templateVersion)" }
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
    /// Whether `apply --undo` takes it back: without a place for the user's seal no journal is known to be the user's.
    public let canBeUndone: Bool
}
