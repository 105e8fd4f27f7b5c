internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// Writes a new project into a folder that is there, all or nothing, also when it is killed: what is to be written is noted
/// first, in `.mlkit/tmp/new`, and stays noted until the commit is made. The next `mlkit new` takes back what it finds there.
struct FolderFilling {
    let folder: FilePath
    let files: any FileSystem
    /// By which the next command knows that it was noted here.
    let seal: CacheSeal?

    /// Where it is noted, and where files are written before they take their places.
    static let place = ".mlkit/tmp/new"

    private var journal: JournalFolder { JournalFolder(path: folder.pushing(FilePath(Self.place)), files: files) }

    /// Does it.
    ///
    /// - Parameter making: makes the files, writes and commits them. If it throws, they are taken back.
    func run<Value>(_ making: () throws -> Value) throws -> Value {
        guard let held = try ProjectGuard(folder, files: files) else { throw Self.busy }
        defer { withExtendedLifetime(held) {} }
        do {
            try journal.begin()
            let value = try making()
            // All is done; if only the journal cannot be put away, the next command does it.
            try? journal.remove()
            return value
        } catch {
            // What cannot be taken back now stays noted.
            try? UnfinishedProject(folder: folder, files: files).takeBackOwn()
            throw error
        }
    }

    /// Writes files. One that is replaced keeps its rights.
    func write(_ made: [MadeFile]) throws {
        var draft = JournalDraft()
        for file in Self.ordered(made) {
            let before = try current(file.path, &draft)
            let after = draft.version(file.file, isExecutable: file.isExecutable, isPersonal: before?.isPersonal ?? false)
            if before != after { draft.add(.replace(path: file.path, before: before, after: after)) }
        }
        let whole = draft.journal(.apply, "a new project")
        try journal.commit(whole, draft.contents, seal, durable: files)
        try JournalRunner(
            project: folder, files: files.staging(in: journal.path), journal: whole, contents: draft.contents
        ).run()
    }

    /// Without its spec no command takes the folder for a project: it comes last.
    private static func ordered(_ made: [MadeFile]) -> [MadeFile] {
        made.filter { $0.path != ProjectSpec.fileName } + made.filter { $0.path == ProjectSpec.fileName }
    }

    private func current(_ path: String, _ draft: inout JournalDraft) throws -> Journal.Version? {
        let file = folder.pushing(FilePath(path))
        guard let information = try files.information(at: file), information.kind == .file else { return nil }
        return draft.version(
            try files.read(file), isExecutable: information.isExecutable, isPersonal: information.isPersonal)
    }

    static var busy: Failure {
        Failure("another mlkit command is at work in this project", hint: "try again when it is done")
    }
}
