public import MLKitGit
public import SystemPackage

/// The part of a repository that a project lies in.
public final class RepositoryGit: ProjectGit {
    private let repository: Repository
    /// The project's folder in the repository, ended by `/`; empty for its root.
    private let prefix: String

    /// How many commits are asked for their authors.
    private static let authorLimit = 5000

    /// `nil` outside git.
    public init?(project: FilePath, environment: GitEnvironment) throws {
        guard let repository = try Repository.discover(from: project, environment: environment) else { return nil }
        self.repository = repository
        prefix = repository.path(of: project).map { $0 + "/" } ?? ""
    }

    private lazy var files = Result { try repository.indexedFiles() }

    private lazy var own = Result {
        try files.get().filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    public func trackedFiles() throws -> [String] { try own.get() }

    public func repositoryFiles() throws -> [String] { try files.get() }
    public var folder: String { String(prefix.dropLast()) }
    public func staged(_ path: String) throws -> [UInt8]? { try repository.staged(prefix + path) }

    public func changedFiles() throws -> Set<String> {
        let changed = try repository.status(of: prefix.isEmpty ? [] : [String(prefix.dropLast())])
        return Set(changed.filter { ![nil, .added].contains($0.unstaged) }.map { String($0.path.dropFirst(prefix.count)) })
    }

    public func isIgnored(_ path: String) throws -> Bool { try repository.isIgnored(prefix + path) }
    public func committed(_ path: String) throws -> [UInt8]? { try repository.blob(at: prefix + path) }
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
            guard path.hasPrefix(prefix) else { return }
            try body(String(path.dropFirst(prefix.count)), commit.short, content)
        }
    }

    public var watched: [String] {
        ["index", "HEAD", "config", "logs/HEAD", "packed-refs", "refs/tags"].map {
            repository.gitFolder.pushing(FilePath($0)).string
        }
    }
}
