public import MLKitCore
public import MLKitGit
public import SystemPackage

/// The part of a repository that a project lies in.
public final class RepositoryGit: ProjectGit {
    private let repository: Repository
    private let project: FilePath
    /// The project's folder in the repository, ended by `/`; empty for its root.
    private let prefix: String
    private let index: (String) -> SealedFile

    /// How many commits are asked for their authors.
    private static let authorLimit = 5000

    /// - Parameters:
    ///   - files: where what was read of the history is kept.
    ///   - seal: tells that from what came with a clone; `nil` keeps nothing.
    /// - Returns: `nil` outside git.
    /// - Throws: `Failure` also where the project had a repository that is broken now.
    public init?(project: FilePath, environment: GitEnvironment, files: any FileSystem, seal: CacheSeal?) throws {
        guard let repository = try Repository.discoverWhole(from: project, environment: environment) else { return nil }
        self.repository = repository
        self.project = project
        prefix = repository.path(of: project).map { $0 + "/" } ?? ""
        index = { SealedFile($0, project: project, files: files, seal: seal, form: 1) }
    }

    private lazy var names = Result { try repository.indexedNames() }

    private lazy var own = Result {
        try names.get().files.compactMap { RepositoryPath.rest(of: $0, after: prefix) }
    }

    private lazy var odd = Result { try OddNames(names.get().others, below: prefix, taken: own.get()) }

    public func trackedFiles() throws -> [String] { try own.get() + odd.get().shown }

    public func oddPlace(of path: String) throws -> FilePath? {
        try odd.get().inProject(path).map { project.pushing(FilePath(platformString: $0.map { CChar(bitPattern: $0) } + [0])) }
    }

    public func repositoryFiles() throws -> [String] { try names.get().files }
    public var folder: String { String(prefix.dropLast()) }

    public func staged(_ path: String) throws -> [UInt8]? {
        guard let name = try odd.get().inRepository(path) else { return try repository.staged(prefix + path) }
        return try repository.staged(name)
    }

    public func changedFiles() throws -> PathSet {
        let changed = try repository.status(of: prefix.isEmpty ? [] : [String(prefix.dropLast())])
        return PathSet(changed.filter { ![nil, .added].contains($0.unstaged) }
            .compactMap { RepositoryPath.rest(of: $0.path, after: prefix) })
    }

    public var unreadCount: Int { get throws { try repository.unfetchedCount(below: String(prefix.dropLast())) } }
    public func isIgnored(_ path: String) throws -> Bool { try repository.isIgnored(prefix + path) }
    public func committed(_ path: String) throws -> [UInt8]? {
        // libgit2 finds a file of a commit by text only; what the index has is as good.
        guard try odd.get().inRepository(path) == nil else { return try staged(path) }
        return try repository.blob(at: prefix + path)
    }

    public var hasCommit: Bool { get throws { try repository.headCommit != nil } }
    public var remotes: [String] { get throws { try repository.remotes } }

    public var headBranches: [String] {
        get throws {
            // A fetch of all branches, as services make it, does not say which one the remote has checked out.
            let ofRemotes = try repository.remotes.flatMap { remote in
                try repository.defaultBranch(of: remote).map { [$0] } ?? repository.branches(of: remote)
            }
            return try [repository.branch].compactMap { $0 } + (ofRemotes.isEmpty ? repository.branches() : ofRemotes)
        }
    }

    public var isPartial: Bool { get throws { try repository.isShallow || repository.branch == nil } }
    public var hooksPath: String? { get throws { try repository.setting("core.hooksPath") } }
    public var tags: [String] { get throws { try repository.reachableTags() } }
    public var authors: Set<String> { get throws { try repository.authorAddresses(limit: Self.authorLimit) } }

    public func versions(upTo limit: Int, _ body: (String, String, [UInt8]?) throws -> Void) throws {
        try repository.versions(upTo: limit) { path, commit, content in
            guard let path = RepositoryPath.rest(of: path, after: prefix) else { return }
            try body(path, commit.short, content)
        }
    }

    private var pasts: ByteTable<PastFiles> = [:]

    public func past(in folder: String) throws -> PastFiles {
        if let known = pasts[folder] { return known }
        let past = try readPast(in: folder)
        pasts[folder] = past
        return past
    }

    private func readPast(in folder: String) throws -> PastFiles {
        var past = PastFiles()
        guard let head = try repository.headCommit else { return past }
        let history = try history(of: folder, upTo: head)
        past.isCut = history.isCut
        var (names, seen) = (PathSet(), Set<ByteText>())
        for entry in history.entries(upTo: head) {
            for change in entry.changes {
                if names.insert(change.path), change.new == nil { past.removals[change.path] = entry.commit.short }
                for blob in [change.new, change.old].compactMap({ $0 }) where seen.insert(ByteText("\(blob) \(change.path)")).inserted {
                    guard let content = try repository.blob(blob) else { continue }
                    past.versions.append(PastFiles.Version(name: change.path, content: content))
                }
            }
        }
        return past
    }

    /// Commits that were read before are not read again.
    private func history(of folder: String, upTo head: ObjectID) throws -> FolderHistory {
        let name = "history-of-" + folder.split(separator: "/").joined(separator: "-")
        let index = FolderIndex(index(name), of: prefix + folder, in: repository)
        let known = index.read { try FolderHistory(from: &$0) }
        let history = try FolderHistory.read(prefix + folder, upTo: head, in: repository, from: known)
        if abs(history.commitCount - (known?.commitCount ?? 0)) > AnswerIndex.tolerance { index.write { history.write(to: &$0) } }
        return history
    }

    public var watched: [String] {
        ["index", "HEAD", "config", "logs/HEAD", "packed-refs", "refs/tags"].map {
            repository.gitFolder.pushing(FilePath($0)).string
        }
    }
}
