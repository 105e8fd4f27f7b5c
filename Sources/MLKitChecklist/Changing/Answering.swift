public import MLKitCore
public import MLKitGit

/// Who answers, when, and whether git hears of it.
public struct Answering: Sendable {
    /// A person, like `Ada Example <ada@example.com>`.
    public var by: String
    public var at: Timestamp
    /// What git needs to commit the record; `nil` for those who commit themselves.
    public var git: GitEnvironment?

    public init(by: String, at: Timestamp, git: GitEnvironment?) {
        self.by = by
        self.at = at
        self.git = git
    }
}
