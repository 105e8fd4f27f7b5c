public import MLKitCore
public import MLKitGit
public import MLKitSpec
public import SystemPackage

/// What `mlkit plan` and `mlkit apply` are asked.
public struct UpdateRequest {
    public var project: FilePath
    /// The places that templates come from; a folder named in the project is relative to it.
    public var templates: TemplateSources
    /// The kinds of stages that there are.
    public var kinds: StageKinds
    /// `question=answer`, over what stands elsewhere.
    public var assignments: [String] = []
    /// Another template from now on: a folder relative to the project, or as it is.
    public var source: TemplateProvenance?
    /// Whether to look again for newer commits of a template from git.
    public var refreshes = false
    /// Asks a person what is new; `nil` takes the defaults.
    public var prompter: (any Prompter)?
    public var git: GitEnvironment
    public var files: any FileSystem
    /// Writes so that a file has reached the disk when the call returns.
    public var durable: any FileSystem

    public init(
        project: FilePath, templates: TemplateSources, kinds: StageKinds, git: GitEnvironment,
        files: any FileSystem = LocalFileSystem(.whole), durable: any FileSystem = LocalFileSystem()
    ) {
        self.project = project
        self.templates = templates
        self.kinds = kinds
        self.git = git
        self.files = files
        self.durable = durable
    }
}
