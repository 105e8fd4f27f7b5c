internal import ArgumentParser
internal import MLKitCore
internal import MLKitGit
internal import MLKitRunning
internal import MLKitScaffold
internal import MLKitSpec
internal import MLKitStages
internal import SystemPackage

/// `-C`: which project a command works on.
struct ProjectOption: ParsableArguments {
    @Option(
        name: [.customShort("C"), .long],
        help: ArgumentHelp("The project's folder; found from here upwards if left out.", valueName: "folder"), completion: .directory)
    var project: String?

    /// The folder of the nearest `mlkit.yaml`, here or above.
    func root(_ surroundings: Surroundings) throws -> FilePath {
        let start = project.map { surroundings.directory.pushing(FilePath($0)) } ?? surroundings.directory
        try RepositoryAccess.refuseGitFolder(start)
        guard let folder = try Self.nearest(project, surroundings) else {
            try AdoptionPlan.refuseUnseenSpec(in: start, environment: surroundings.git())
            throw Failure(
                "no \(ProjectSpec.fileName) in `\(start)`\(project == nil ? " or a folder above it" : "")",
                hint: "make a project with `mlkit new NAME`, or of what is here with `mlkit init --accept spec`; or go to one")
        }
        try OwnFolders.check(folder, git: surroundings.git)
        try Self.recover(folder, surroundings.git())
        return folder
    }

    /// Finishes an update that was interrupted, and says so.
    static func recover(_ folder: FilePath, _ git: GitEnvironment) throws {
        guard let outcome = try Recovery.run(folder, git: git) else { return }
        Console.standard.error("note: \(outcome.words)\n")
    }

    /// The same without anything being mended there, for commands that need no project; `nil` if there is none.
    ///
    /// - Parameter project: its folder, as it was typed; found from here upwards if `nil`.
    static func nearest(_ project: String?, _ surroundings: Surroundings) throws -> FilePath? {
        var folder = project.map { surroundings.directory.pushing(FilePath($0)) } ?? surroundings.directory
        repeat {
            if try LocalFileSystem().exists(folder.appending(ProjectSpec.fileName)) { return folder }
        } while project == nil && folder.removeLastComponent()
        return nil
    }

    /// The project's folder and its spec, perhaps with other values under `params`.
    func load(
        _ surroundings: Surroundings, overriding overrides: [ParameterOverride] = []
    ) throws -> (root: FilePath, spec: ProjectSpec) {
        let root = try root(surroundings)
        return (root, try Self.spec(root, overriding: overrides))
    }

    /// The spec of the project in a folder.
    static func spec(
        _ root: FilePath, overriding overrides: [ParameterOverride] = [], files: any FileSystem = LocalFileSystem()
    ) throws -> ProjectSpec {
        let bytes = try files.read(root.appending(ProjectSpec.fileName), limit: ProjectSpec.sizeLimit)
        return try ProjectSpec(parsing: bytes, kinds: .builtIn, overriding: overrides)
    }
}

/// `--set`: parameters with other values than in mlkit.yaml, for this command alone.
struct ParameterOption: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Give a parameter another value this time, as `params.train.max_depth=8`; may be given again.",
            valueName: "params.name=value"))
    var settings: [String] = []

    /// - Throws: `Failure` for a text of another form.
    func overrides() throws -> [ParameterOverride] {
        try settings.map { try ParameterOverride(argument: $0, option: "--set") }
    }
}
