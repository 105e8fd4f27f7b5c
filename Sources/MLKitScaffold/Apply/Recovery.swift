public import MLKitCore
public import MLKitGit
public import SystemPackage

/// Finishes what a command that was killed has left half done.
public enum Recovery {
    /// What was done about it.
    public enum Outcome: Hashable, Sendable {
        /// The rest was carried out.
        case finished(Work, title: String, files: Int)
        /// What had been done was taken back.
        case takenBack(Work, title: String)
        /// It had changed nothing yet, and what was prepared is gone.
        case dropped
    }

    /// Which command was interrupted.
    public enum Work: Hashable, Sendable {
        case apply, undo
    }

    /// Carries out the rest of an update that was decided on, or throws away the draft of one that was not. One of whose
    /// files none is as it was to be any more, or some are as they were again, was given up by the user (`git reset
    /// --hard`): the others go back too. Where there is nothing to do this is one look at the disk.
    ///
    /// - Parameter git: asked for only if there is something to do.
    /// - Returns: `nil` if there was nothing to do.
    /// - Throws: `Failure` if files are neither as they were nor as they are to be, and for a journal that is not this
    ///   user's own, or that leads out of the project: nothing is done then.
    @discardableResult
    public static func run(
        _ project: FilePath, git: @autoclosure () -> GitEnvironment, files: any FileSystem = LocalFileSystem(.whole)
    ) throws -> Outcome? {
        let folder = JournalFolder.pending(project, files)
        guard try folder.exists, let held = try ProjectGuard(project, files: files) else { return nil }
        defer { withExtendedLifetime(held) {} }
        let environment = git()
        guard let noted = try folder.journal(UserSeal(environment: environment.variables).seal) else {
            try folder.abandon(try? Repository.discover(from: project, environment: environment)?.indexFile)
            return .dropped
        }
        let repository = try Repository.discover(from: project, environment: environment)
        try folder.refuseTracked(repository)
        // Whatever is to be done by hand, git must not be kept from it.
        repository?.indexFile.removeStaleLock()
        let journal = noted.standing(at: repository?.indexFile)
        let runner = JournalRunner(project: project, files: files, journal: journal, contents: try folder.contents())
        try runner.check()
        try runner.removeLeftovers()
        switch try runner.state() {
        case .begun(let done):
            try runner.run(from: done)
            try runner.runIndex(repository)
            try finish(journal, folder, project, files)
            return .finished(work(journal), title: journal.title, files: journal.steps.count)
        case .givenUp(let back):
            try JournalRunner(project: project, files: files, journal: back, contents: runner.contents).run()
            try folder.remove()
            return .takenBack(work(journal), title: journal.title)
        case .foreign(let paths): throw foreign(paths, runner, folder)
        }
    }

    private static func work(_ journal: Journal) -> Work { journal.kind == .undo ? .undo : .apply }

    /// Puts the journal where it can be taken back, or away.
    static func finish(
        _ journal: Journal, _ folder: JournalFolder, _ project: FilePath, _ files: any FileSystem
    ) throws {
        let last = JournalFolder.done(project, files)
        try last.remove()
        switch journal.kind {
        case .apply: try files.rename(folder.path, to: last.path)
        case .undo: try folder.remove()
        }
    }

    private static func foreign(_ paths: [String], _ runner: JournalRunner, _ folder: JournalFolder) -> Failure {
        let made = PathSet(runner.journal.steps.compactMap { $0.isNew ? $0.path : nil })
        let ways = [
            paths.allSatisfy(made.contains) ? nil : "`git checkout -- FILE`",
            paths.contains(where: made.contains) ? "`rm FILE` for \(listed(paths.filter(made.contains))), made by the update" : nil,
        ]
        return Failure(
            "`mlkit \(runner.journal.kind == .undo ? "apply --undo" : "apply")` was interrupted, and cannot be "
                + "finished: these files have changed since",
            notes: paths.map { "`\($0)`" },
            hint: "copy away what was written in them, put them back as they were (\(ways.compactMap(\.self).joined(separator: ", "))) and "
                + "try again, or remove `\(folder.path)` to leave everything as it is now")
    }

    private static func listed(_ paths: [String]) -> String { paths.map { "`\($0)`" }.joined(separator: ", ") }
}

extension Recovery.Outcome {
    /// In words, for people.
    public var words: String {
        switch self {
        case .finished(.apply, let title, let files):
            "an interrupted `mlkit apply` (\(title)) was finished: \(plural(files, "file")) as planned; "
                + "`git status` shows them, `mlkit apply --undo` takes it back"
        case .finished(.undo, let title, let files):
            "an interrupted `mlkit apply --undo` (\(title)) was finished: \(plural(files, "file")) as before"
        case .takenBack(.apply, let title):
            "an interrupted `mlkit apply` (\(title)) was taken back, as files of it had been put back: all are as before"
        case .takenBack(.undo, let title):
            "an interrupted `mlkit apply --undo` (\(title)) was given up, as files of it had been put back: the update stands"
        case .dropped: "an interrupted `mlkit apply` had changed nothing yet; what it had prepared is removed"
        }
    }
}
