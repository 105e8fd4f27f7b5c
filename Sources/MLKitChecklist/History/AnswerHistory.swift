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

    /// Reads the history as `AnswerCommits` does, and adds to its index what is new.
    ///
    /// - Throws: `Failure` outside git, or if git's data cannot be read.
    public init(project: FilePath, git: GitEnvironment, files: any FileSystem, seal: CacheSeal?) throws {
        try self.init(AnswerCommits(project: project, git: git, files: files, seal: seal))
    }

    /// - Parameter checklist: has the records as they stand, which then need not be read from git again.
    public init(_ commits: AnswerCommits, checklist: Checklist? = nil) throws {
        let folder = try RecordFolder(project: commits.project, git: commits.git)
        var versions = AnswerVersions(commits.known?.versions ?? [:], standing: checklist?.records ?? [:], in: folder)
        guard let head = commits.head, let history = commits.history else {
            (changes, stages, hasCommits, isCut) = ([], [], false, false)
            self.versions = versions
            return
        }
        var items = RecordPlaces()
        changes = try history.entries(upTo: head).flatMap { try Self.changes($0, &items, &versions) }
        stages = history.stages(upTo: head)
        self.versions = versions
        hasCommits = true
        isCut = history.isCut
        commits.keep(versions, of: folder)
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
