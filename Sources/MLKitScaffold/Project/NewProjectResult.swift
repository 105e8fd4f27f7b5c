public import MLKitCore
public import MLKitGit
public import SystemPackage

/// What came of making a project.
public struct NewProjectResult: Sendable {
    /// What was done about git.
    public enum Git: Sendable {
        case committed(ObjectID)
        /// A repository without a commit, and why.
        case notCommitted([Diagnostic])
        /// No repository was made, because the project lies in this one, to which a command adds it.
        case insideRepository(FilePath, add: String)
        case notWanted
    }

    public let name: String
    public let folder: FilePath
    /// The paths of all files written, relative to the folder, sorted.
    public let files: [String]
    public let git: Git
    /// The template's words on what to do now, one step each.
    public let nextSteps: [String]

    /// Files that were written, and that git ignores: they are in no commit.
    public let ignored: [String]
    /// Files of the user's that stay in the place of the template's.
    public let kept: [String]
    /// Files of the user's that were brought in, which are in no commit.
    public let brought: [BroughtFile]
    /// Whether the template's rules of what git ignores were added to the user's.
    public let addsIgnoreRules: Bool
    /// Files of the user's with changes in no commit, to which lines of the template's were added: they are not committed.
    public let unsaved: [String]
    /// Files with secret answers that git does not ignore: they are not committed.
    public let secret: [String]
    /// Hooks that did not run for the commit.
    public let hooks: [String]

    /// Whether what an earlier command had begun in the folder, and was killed, was taken back first.
    public internal(set) var hasTakenBack = false
    /// Folders beside the project that earlier commands had left when they were killed, and that were removed.
    public internal(set) var cleared: [FilePath] = []
    /// Folders that may be such, and stay.
    public internal(set) var unclear: [FilePath] = []

    /// Whether the commit is on no branch, as `HEAD` is detached.
    public internal(set) var isDetached = false

    /// Whether a commit was wanted, and git refused it.
    public var lacksCommit: Bool { if case .notCommitted(let problems) = git { !problems.isEmpty } else { false } }

    /// What to do about git, where something is left to do.
    public var gitHint: String? {
        switch git {
        case .committed, .notWanted: nil
        case .notCommitted: "then commit in `\(folder)` with `git add --all && git commit -m \"First version\"`"
        case .insideRepository(_, let add): "add the project with `\(add) \(folder)`, and commit"
        }
    }
}
