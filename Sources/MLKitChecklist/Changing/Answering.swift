public import MLKitCore
public import MLKitGit

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
