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
        guard let journal = try last.journal()?.standing(at: repository?.indexFile) else { return .nothing }
        let contents = try last.contents()
        try check(JournalRunner(project: project, files: files, journal: journal, contents: contents))
        let folder = JournalFolder.pending(project, files)
        do {
            try takeBack(journal, contents, folder)
        } catch {
            if (try? folder.journal()) == .some(nil) { try? folder.remove() }
            throw error
        }
        return .undone(journal.title, journal.steps.count)
    }

    private func check(_ runner: JournalRunner) throws {
        let changed = try runner.changedSince()
        guard !changed.isEmpty else { return }
        throw Failure(
            "\(plural(changed.count, "file")) changed since, so the update cannot be taken back",
            notes: changed.map { "`\($0)`" },
            hint: "if the changes can go, `git checkout` or `git reset` does away with the update as well")
    }

    private func takeBack(_ journal: Journal, _ contents: [UInt8], _ folder: JournalFolder) throws {
        try folder.begin()
        var draft = JournalDraft(continuing: contents)
        var back = journal.inverted(.undo)
        back.index = try index(journal, contents, &draft)
        try folder.commit(back, draft.contents, durable: durable)
        let runner = JournalRunner(project: project, files: files, journal: back, contents: draft.contents)
        try runner.runOrRollBack { try runner.runIndex() }
        try? Recovery.finish(back, folder, project, files)
    }

    /// The index of before, byte for byte, if nobody has staged anything since; else the present one, with the entries
    /// of before for the files that the update touched.
    private func index(_ journal: Journal, _ contents: [UInt8], _ draft: inout JournalDraft) throws -> Journal.Index? {
        guard let index = journal.index else { return nil }
        let file = IndexFile(at: FilePath(index.path))
        let current = try file.read()
        let isSame = try current.map { ContentHash(of: $0) } == index.after?.hash
            || IndexSnapshot(at: file.path) == snapshot(index.after, contents)
        let before = current.map { draft.version($0) }
        if isSame { return Journal.Index(path: index.path, before: before, after: index.before) }
        let restored = try restored(index, contents)
        return Journal.Index(path: index.path, before: before, after: draft.version(restored))
    }

    /// What an index that stands among the contents says.
    private func snapshot(_ version: Journal.Version?, _ contents: [UInt8]) throws -> IndexSnapshot {
        let file = JournalFolder.pending(project, files).path.appending("index")
        try version.map { try files.write(Array(contents[$0.place]), to: file) } ?? files.remove(file)
        defer { try? files.remove(file) }
        return try IndexSnapshot(at: file)
    }

    private func restored(_ index: Journal.Index, _ contents: [UInt8]) throws -> [UInt8] {
        guard let repository = try Repository.discover(from: project, environment: environment) else {
            throw Failure("the project is not in git any more")
        }
        let (before, after) = (try snapshot(index.before, contents), try snapshot(index.after, contents))
        let touched = Set(Set(before.entries).symmetricDifference(after.entries).map(\.path))
        let prepared = try repository.prepareIndex(before.restoring(touched))
        return try files.read(prepared.prepared)
    }
}

extension IndexSnapshot {
    /// The changes that give some paths the entries they have here.
    fileprivate func restoring(_ paths: Set<String>) -> [IndexChange] {
        let byPath = Dictionary(entries(of: paths).map { ($0.path, $0) }) { $1 }
        return paths.sorted().map { path in
            byPath[path].map { .restore($0) } ?? .remove(path: path)
        }
    }
}

extension JournalRunner {
    /// The files that are not what the journal left.
    fileprivate func changedSince() throws -> [String] {
        // A place that one step leaves another may take: what counts is the last that has to do with it.
        var last: [String: Journal.Step] = [:]
        for step in journal.steps { for path in step.paths { last[path] = step } }
        let changed = try Set(last.values).filter { try progress(of: $0) != .after }
        return Set(changed.map(\.finalPath)).sorted()
    }
}

extension Journal.Step {
    fileprivate var paths: [String] {
        switch self {
        case .replace(let path, _, _): [path]
        case .move(let from, let to, _): [from, to]
        }
    }

    fileprivate var finalPath: String {
        switch self {
        case .replace(let path, _, _): path
        case .move(_, let to, _): to
        }
    }
}
