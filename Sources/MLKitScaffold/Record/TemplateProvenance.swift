/// Where a template came from: what finds it again.
public struct TemplateProvenance: Hashable, Sendable {
    /// The name of a built-in template, a folder (relative to the project, or absolute), or a git URL with `@ref`.
    public var source: String
    /// The commit that was taken, for a template from git.
    public var commit: String?

    public init(source: String, commit: String? = nil) {
        self.source = source
        self.commit = commit
    }
}
