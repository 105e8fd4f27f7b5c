public import MLKitCore
public import MLKitGit
public import SystemPackage

/// The commits that tell what became of a project's answers: what of its history can be read while the checklist is loaded.
public struct AnswerCommits: Sendable {
    let project: FilePath
    let git: GitEnvironment
    let files: any FileSystem
    let seal: CacheSeal?
    /// The commit that is checked out; `nil` before the first.
    let head: ObjectID?
    /// `nil` before the first commit.
    let history: FolderHistory?
    /// What an earlier reading left.
    let known: AnswerIndex.Content?

    /// Reads the history, most of it from an index in `.mlkit/cache/`.
    ///
    /// - Parameters:
    ///   - files: need not wait for the disk: a damaged index is noticed.
    ///   - seal: tells an index of this machine from one that came with a clone; `nil` does without an index.
    /// - Throws: `Failure` outside git, or if git's data cannot be read.
    public init(project: FilePath, git: GitEnvironment, files: any FileSystem, seal: CacheSeal?) throws {
        let folder = try RecordFolder(project: project, git: git)
        let head = try folder.repository.headCommit
        let known = head == nil ? nil : AnswerIndex(project: project, folder: folder, files: files, seal: seal).load()
        history = try head.map { try FolderHistory.read(folder.path, upTo: $0, in: folder.repository, from: known?.history) }
        (self.project, self.git, self.files, self.seal, self.head, self.known) = (project, git, files, seal, head, known)
    }

    /// Adds to the index what is new, if it is much.
    func keep(_ versions: AnswerVersions, of folder: RecordFolder) {
        guard let history else { return }
        let added = history.commitCount - (known?.history.commitCount ?? 0)
        guard added < 0 || added > AnswerIndex.tolerance else { return }
        AnswerIndex(project: project, folder: folder, files: files, seal: seal).save(history, versions.lasting)
    }
}
