public import MLKitCore
public import MLKitGit
public import SystemPackage

/// What `mlkit plan` and `mlkit apply` are asked.
public struct UpdateRequest {
    public var project: FilePath
    /// The folder of the built-in templates.
    public var builtIn: FilePath
    /// `question=answer`, over what stands elsewhere.
    public var assignments: [String] = []
    /// Another template from now on.
    public var source: String?
    /// Asks a person what is new; `nil` takes the defaults.
    public var prompter: (any Prompter)?
    public var git: GitEnvironment
    public var files: any FileSystem
    /// Writes so that a file has reached the disk when the call returns.
    public var durable: any FileSystem

    public init(
        project: FilePath, builtIn: FilePath, git: GitEnvironment,
        files: any FileSystem = LocalFileSystem(synchronises: false), durable: any FileSystem = LocalFileSystem()
    ) {
        self.project = project
        self.builtIn = builtIn
        self.git = git
        self.files = files
        self.durable = durable
    }
}
