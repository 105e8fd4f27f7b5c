/// A command of the template's that finishes a new project.
public struct PostCommand: Hashable, Sendable {
    /// For `sh`, answers quoted.
    public let text: String
    /// What it is for.
    public let help: String?
}
