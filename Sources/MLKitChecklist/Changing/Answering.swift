public import MLKitCore
public import MLKitGit
internal import SystemPackage

/// Who answers, when, and whether git hears of it.
public struct Answering: Sendable {
    /// A person, like `Ada Example <ada@example.com>`.
    public var by: String
    public var at: Timestamp
    /// What git needs to commit the record; `nil` where git is left alone.
    public var git: GitEnvironment?
    /// Whether the record is committed; if not, git only says what line ends it has.
    public var commits: Bool

    public init(by: String, at: Timestamp, git: GitEnvironment?, commits: Bool = true) {
        self.by = by
        self.at = at
        self.git = git
        self.commits = commits
    }
}

extension Answering {
    /// The repository of a project whose records are written; `nil` outside git, and where git is left alone.
    ///
    /// - Throws: `Failure` where a commit is wanted and a `.git` stands there that is no repository.
    func repository(of project: FilePath) throws -> Repository? {
        guard let git else { return nil }
        guard commits else { return try? Repository.discover(from: project, environment: git) }
        return try Repository.discoverWhole(from: project, environment: git)
    }

    /// Whether there is to be a commit, where there is a repository for it.
    var isCommitting: Bool { git != nil && commits }
}
