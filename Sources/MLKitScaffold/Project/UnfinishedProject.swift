internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// What a `mlkit new` that was killed has left in a folder. See `FolderFilling`.
struct UnfinishedProject {
    let folder: FilePath
    let files: any FileSystem

    private var journal: JournalFolder { JournalFolder(path: folder.pushing(FilePath(FolderFilling.place)), files: files) }
    private var ownFolder: FilePath { folder.appending(Self.own) }

    private static let own = ".mlkit"
    /// What mlkit has in its own folder before there is a project, none of which is in git.
    private static let passing: Set<String> = ["cache", "tmp"]

    /// Whether there is one, whosever it is.
    var isNoted: Bool { get throws { try journal.exists } }

    /// The names in the folder that stand for nothing of the user's.
    var passingNames: Set<String> { get throws { try isPassing ? [Self.own] : [] } }

    private var isPassing: Bool {
        get throws {
            guard try files.standing(at: ownFolder)?.kind == .directory else { return false }
            return try Self.passing.isSuperset(of: files.list(ownFolder))
        }
    }

    /// Brings the folder back to what it was. A project that has been committed since, by whomever, stays.
    ///
    /// - Returns: whether something was taken back.
    /// - Throws: `Failure` if files have been changed since, the command is still at work, or what is noted is not this user's.
    func takeBack(_ environment: GitEnvironment) throws -> Bool {
        guard try journal.exists else { return false }
        guard let held = try ProjectGuard(folder, files: files) else { throw FolderFilling.busy }
        defer { withExtendedLifetime(held) {} }
        let noted = try journal.journal(UserSeal(environment: environment.variables).seal)
        let repository = try Repository.discover(from: folder, environment: environment)
        try journal.refuseTracked(repository)
        // It was killed while it held git's index.
        repository?.indexFile.removeStaleLock()
        if let repository, try isCommitted(repository) {
            // The index comes behind the commit, and may not have come.
            try repository.resetIndex((noted?.steps ?? []).map { prefix(repository) + $0.path })
            try clear()
            return false
        }
        try takeBack(noted)
        return true
    }

    /// What this process has noted itself, whatever has been committed, while the project is held.
    func takeBackOwn() throws { try takeBack(journal.ownJournal()) }

    private func takeBack(_ noted: Journal?) throws {
        if let noted {
            let runner = JournalRunner(
                project: folder, files: files.staging(in: journal.path), journal: noted, contents: try journal.contents())
            try runner.check()
            let progress = try noted.steps.map { try runner.progress(of: $0) }
            let foreign = zip(noted.steps, progress).filter { $1 == .neither }.map(\.0.path)
            guard foreign.isEmpty else { throw changed(foreign) }
            let done = zip(noted.steps, progress).filter { $1 == .after }.map(\.0)
            let back = Journal(kind: noted.kind, title: noted.title, steps: done, index: nil).inverted(noted.kind)
            try JournalRunner(project: folder, files: runner.files, journal: back, contents: runner.contents).run()
        }
        try clear()
    }

    /// Removes what is noted, and the rest of mlkit's folder, if there is nothing in it that is kept.
    private func clear() throws {
        try journal.remove()
        if try isPassing { try files.remove(ownFolder) }
    }

    private func isCommitted(_ repository: Repository) throws -> Bool {
        try [ProjectSpec.fileName, ScaffoldRecord.path].contains { try repository.blob(at: prefix(repository) + $0) != nil }
    }

    private func prefix(_ repository: Repository) -> String { repository.path(of: folder).map { $0 + "/" } ?? "" }

    private func changed(_ paths: [String]) -> Failure {
        Failure(
            "`mlkit new` was interrupted in `\(folder)`, and these files have changed since",
            notes: paths.map { "`\($0)`" },
            hint: "remove `\(journal.path)` to keep all that is there, and commit it; or remove these files, and try again")
    }
}
