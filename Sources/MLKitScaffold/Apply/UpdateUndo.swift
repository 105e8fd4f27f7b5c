internal import MLKitCore
public import MLKitGit
public import SystemPackage

/// Takes the last update back.
public struct UpdateUndo {
    public enum Outcome: Sendable {
        case nothing
        /// What was taken back, and how many files.
        case undone(String, Int)
    }

    private let project: FilePath
    private let files: any FileSystem
    private let durable: any FileSystem
    private let environment: GitEnvironment

    public init(project: FilePath, git: GitEnvironment) {
        self.init(project: project, git: git, files: LocalFileSystem(.whole), durable: LocalFileSystem())
    }

    init(project: FilePath, git: GitEnvironment, files: any FileSystem, durable: any FileSystem) {
        self.project = project
        self.environment = git
        self.files = files
        self.durable = durable
    }

    /// Brings every file, its mode and its place, and git's index back to what they were.
    ///
    /// - Throws: `Failure` naming the files that have changed since. Nothing has changed then.
    public func run() throws -> Outcome {
        let last = JournalFolder.done(project, files)
        guard try last.exists else { return .nothing }
        try Repository.discover(from: project, environment: environment)?.unfoldIndex()
        guard let held = try ProjectGuard(project, files: files) else { return .nothing }
        defer { withExtendedLifetime(held) {} }
        let repository = try Repository.discover(from: project, environment: environment)
        guard let journal = try last.journal(seal)?.standing(at: repository?.indexFile) else { return .nothing }
        try last.refuseTracked(repository)
        let contents = try last.contents()
        try runner(journal, contents).check()
        try check(runner(journal, contents), repository)
        let folder = JournalFolder.pending(project, files)
        do {
            try takeBack(journal, contents, folder)
        } catch {
            if (try? folder.isCommitted) == false { try? folder.remove() }
            throw error
        }
        return .undone(journal.title, journal.steps.count)
    }

    /// Whether `apply --undo` would take back what some files show now: the last update changed them all, or left them
    /// unmerged, and nothing of it has changed since.
    ///
    /// - Parameter paths: those of the project.
    static func takesBack(
        _ paths: [String], of project: FilePath, git environment: GitEnvironment, files: any FileSystem
    ) throws -> Bool {
        let last = JournalFolder.done(project, files)
        let seal = UserSeal(environment: environment.variables).seal
        guard let journal = try? last.journal(seal), journal.kind == .apply else { return false }
        let runner = JournalRunner(project: project, files: files, journal: journal, contents: try last.contents())
        let prefix = try Repository.discover(from: project, environment: environment)?.path(of: project).map { $0 + "/" }
        let unmerged = try runner.snapshot(journal.index?.after).unmerged.compactMap { RepositoryPath.rest(of: $0, after: prefix ?? "") }
        let touched = PathSet(journal.steps.map(\.finalPath)).union(unmerged)
        return try touched.isSuperset(of: paths) && runner.changedSince().isEmpty
    }

    private var seal: CacheSeal? { UserSeal(environment: environment.variables).seal }

    private func check(_ runner: JournalRunner, _ repository: Repository?) throws {
        let changed = try runner.changedSince()
        guard !changed.isEmpty else { return }
        throw try Failure(
            "\(plural(changed.count, "file")) changed since, so the update cannot be taken back",
            notes: changed.map { "`\($0)`" },
            hint: "if the changes can go, `git checkout` or `git reset` does away with the update as well"
                + unknownHint(runner.journal.steps.map(\.finalPath), repository))
    }

    /// Git brings nothing back of what it does not know.
    private func unknownHint(_ paths: [String], _ repository: Repository?) throws -> String {
        guard let repository else { return "" }
        let unknown = try PathSet(paths).sorted().filter { path in
            guard let name = repository.path(of: project.pushing(FilePath(path))) else { return false }
            return try repository.isIgnored(name) && !repository.isTracked(name)
        }
        return unknown.isEmpty ? "" : ", but for \(Suggestion.list(unknown)), which git ignores, and leaves as now"
    }

    private func takeBack(_ journal: Journal, _ contents: [UInt8], _ folder: JournalFolder) throws {
        try folder.begin()
        var draft = JournalDraft(continuing: contents)
        var back = journal.inverted(.undo)
        back.index = try index(journal, contents, &draft)
        try folder.commit(back, draft.contents, seal, durable: durable)
        let runner = runner(back, draft.contents)
        let repository = try Repository.discover(from: project, environment: environment)
        try runner.runOrRollBack { try runner.runIndex(repository) }
        try? Recovery.finish(back, folder, project, files)
    }

    /// The index of before, byte for byte, if nobody has staged anything since; else the present one, with the entries
    /// of before for the files that the update touched.
    private func index(_ journal: Journal, _ contents: [UInt8], _ draft: inout JournalDraft) throws -> Journal.Index? {
        guard let index = journal.index else { return nil }
        let file = IndexFile(at: FilePath(index.path))
        let current = try file.read()
        let isSame = try current.map { ContentHash(of: $0) } == index.after?.hash
            || IndexSnapshot(at: file.path) == runner(journal, contents).snapshot(index.after)
        let before = current.map { draft.version($0) }
        if isSame { return Journal.Index(path: index.path, before: before, after: index.before) }
        let restored = try restored(index, runner(journal, contents))
        return Journal.Index(path: index.path, before: before, after: draft.version(restored))
    }

    private func runner(_ journal: Journal, _ contents: [UInt8]) -> JournalRunner {
        JournalRunner(project: project, files: files, journal: journal, contents: contents)
    }

    private func restored(_ index: Journal.Index, _ runner: JournalRunner) throws -> [UInt8] {
        guard let repository = try Repository.discover(from: project, environment: environment) else {
            throw Failure("the project is not in git any more")
        }
        let (before, after) = (try runner.snapshot(index.before), try runner.snapshot(index.after))
        let prepared = try repository.prepareIndex(before.restoring(before.differing(from: after)))
        return try files.read(prepared.prepared)
    }
}

extension JournalRunner {
    /// The files that are not what the journal left, and those that stand where it left nothing.
    fileprivate func changedSince() throws -> [String] {
        let (made, left) = journal.places(of: journal.steps.count)
        let changed = try made.map { journal.steps[$0] }.filter { try progress(of: $0) != .after }.map(\.finalPath)
        return try PathSet(changed + left.filter { try files.standing(at: project.pushing(FilePath($0))) != nil }).sorted()
    }
}
