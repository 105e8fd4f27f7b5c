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
        /// No repository was made, because the project lies in this one.
        case insideRepository(FilePath)
        case notWanted
    }

    public let folder: FilePath
    /// The paths of all files written, relative to the folder, sorted.
    public let files: [String]
    public let git: Git
    /// The template's words on what to do now, one step each.
    public let nextSteps: [String]

    /// What to do about git, where something is left to do.
    public var gitHint: String? {
        switch git {
        case .committed, .notWanted: nil
        case .notCommitted: "then commit in `\(folder)` with `git add --all && git commit -m \"First version\"`"
        case .insideRepository: "add the project with `git add \(folder)`, and commit"
        }
    }
}
