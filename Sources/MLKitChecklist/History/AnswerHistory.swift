public import MLKitCore
public import MLKitGit
public import SystemPackage

/// What became of a project's answers, from git: every commit that changed a record, whoever made it and however.
///
/// Changes on branches that were merged are in it, and of a merge what differs from all that it merged. Where the
/// project was moved inside its repository, its history goes on at the old place.
public struct AnswerHistory {
    /// Newest first.
    public let changes: [AnswerChange]
    /// The states of the records on the branch, newest first.
    let stages: [FolderHistory.Stage]
    let versions: AnswerVersions
    /// Whether there is a commit at all.
    public let hasCommits: Bool
    /// Whether only a part of the history is in this clone.
    public let isCut: Bool

    /// Reads the history, most of it from an index in `.mlkit/cache/`, to which it adds what is new.
    ///
    /// - Parameters:
    ///   - files: need not wait for the disk: a damaged index is noticed.
    ///   - seal: tells an index of this machine from one that came with a clone; `nil` does without an index.
    /// - Throws: `Failure` outside git, or if git's data cannot be read.
    public init(project: FilePath, git: GitEnvironment, files: any FileSystem, seal: CacheSeal?) throws {
        let folder = try RecordFolder(project: project, git: git)
        guard let head = try folder.repository.headCommit else {
            (changes, stages, hasCommits, isCut) = ([], [], false, false)
            versions = AnswerVersions(in: folder)
            return
        }
        let index = AnswerIndex(project: project, folder: folder, files: files, seal: seal)
        let known = index.load()
        let history = try FolderHistory.read(folder.path, upTo: head, in: folder.repository, from: known?.history)
        var versions = AnswerVersions(known?.versions ?? [:], in: folder)
        var items = RecordPlaces()
        changes = try history.entries(upTo: head).flatMap { try Self.changes($0, &items, &versions) }
        stages = history.stages(upTo: head)
        self.versions = versions
        hasCommits = true
        isCut = history.isCut
        let added = history.commitCount - (known?.history.commitCount ?? 0)
        if added < 0 || added > AnswerIndex.tolerance { index.save(history, versions.lasting) }
    }

    /// The changes that a filter lets through, newest first.
    public func changes(matching filter: AnswerFilter) -> [AnswerChange] {
        changes.filter { filter.matches($0) }
    }

    private static func changes(
        _ entry: FolderHistory.Entry, _ items: inout RecordPlaces, _ versions: inout AnswerVersions
    ) throws -> [AnswerChange] {
        try entry.changes.compactMap { change in
            guard let item = items.item(at: change.path) else { return nil }
            let before = try change.old.map { try versions.version(of: item, $0) }
            let after = try change.new.map { try versions.version(of: item, $0) }
            var change = AnswerChange(commit: entry.commit, author: entry.author, item: item, before: before, after: after)
            if change.looksHandmade {
                let words = try versions.repository.words(of: entry.commit)
                change.isByHand = words?.trailersAnywhere("Checklist-Item").contains(item) != true
            }
            return change
        }
    }
}
