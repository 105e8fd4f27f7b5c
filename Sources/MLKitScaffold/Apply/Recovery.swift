public import MLKitCore
public import MLKitGit
public import SystemPackage

/// Finishes what a command that was killed has left half done.
public enum Recovery {
    /// Carries out the rest of an update that was decided on, or throws away the draft of one that was not. Where there
    /// is nothing to do this is one look at the disk.
    ///
    /// - Parameter git: asked for only if there is something to do.
    /// - Throws: `Failure` if files are neither as they were nor as they are to be.
    public static func run(
        _ project: FilePath, git: @autoclosure () -> GitEnvironment, files: any FileSystem = LocalFileSystem(.whole)
    ) throws {
        let folder = JournalFolder.pending(project, files)
        guard try folder.exists, let held = try ProjectGuard(project, files: files) else { return }
        defer { withExtendedLifetime(held) {} }
        guard let noted = try folder.journal() else {
            return try folder.abandon(try? Repository.discover(from: project, environment: git())?.indexFile)
        }
        let journal = noted.standing(at: try Repository.discover(from: project, environment: git())?.indexFile)
        let runner = JournalRunner(project: project, files: files, journal: journal, contents: try folder.contents())
        let done = try runner.countDone()
        try check(runner, from: done)
        try runner.run(from: done)
        try runner.runIndex()
        try finish(journal, folder, project, files)
    }

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

    private static func check(_ runner: JournalRunner, from done: Int) throws {
        let foreign = try runner.journal.steps[done...].filter { try runner.progress(of: $0) == .neither }
        guard !foreign.isEmpty else { return }
        let folder = JournalFolder.pending(runner.project, runner.files).path
        throw Failure(
            "`mlkit \(runner.journal.kind == .undo ? "apply --undo" : "apply")` was interrupted, and cannot be "
                + "finished: these files have changed since",
            notes: foreign.map { "`\($0.path)`" },
            hint: "put them back as they were (`git checkout -- FILE`) and try again, or remove `\(folder)` to leave "
                + "everything as it is now")
    }
}

extension Journal.Step {
    /// The path that is named to people.
    var path: String {
        switch self {
        case .replace(let path, _, _): path
        case .move(let from, _, _): from
        }
    }
}
