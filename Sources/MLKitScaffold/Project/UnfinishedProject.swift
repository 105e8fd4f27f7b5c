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

    /// The names in the folder that stand for nothing of the user's.
    func names() throws -> Set<String> {
        var names: Set<String> = try isPassing ? [Self.own] : []
        for step in try journal.journal()?.steps ?? [] {
            guard case .replace(let path, nil, _) = step, let name = path.split(separator: "/").first else { continue }
            names.insert(String(name))
        }
        return names
    }

    private var isPassing: Bool {
        get throws {
            guard try files.standing(at: ownFolder)?.kind == .directory else { return false }
            return try Self.passing.isSuperset(of: files.list(ownFolder))
        }
    }

    /// Brings the folder back to what it was. A project that has been committed since, by whomever, stays.
    ///
    /// - Throws: `Failure` if files have been changed since, or the command is still at work.
    func takeBack(_ environment: GitEnvironment) throws {
        guard try journal.exists else { return }
        guard let held = try ProjectGuard(folder, files: files) else { throw FolderFilling.busy }
        defer { withExtendedLifetime(held) {} }
        if try isCommitted(environment) { try clear() } else { try takeBackAll() }
    }

    /// The same, whatever has been committed, while the project is held.
    func takeBackAll() throws {
        if let noted = try journal.journal() {
            let runner = JournalRunner(
                project: folder, files: files.staging(in: journal.path), journal: noted, contents: try journal.contents())
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

    private func isCommitted(_ environment: GitEnvironment) throws -> Bool {
        guard let repository = try Repository.discover(from: folder, environment: environment) else { return false }
        let prefix = repository.path(of: folder).map { $0 + "/" } ?? ""
        return try [ProjectSpec.fileName, ScaffoldRecord.path].contains { try repository.blob(at: prefix + $0) != nil }
    }

    private func changed(_ paths: [String]) -> Failure {
        Failure(
            "`mlkit new` was interrupted in `\(folder)`, and these files have changed since",
            notes: paths.map { "`\($0)`" },
            hint: "remove `\(journal.path)` to keep all that is there, and commit it; or remove these files, and try again")
    }
}
