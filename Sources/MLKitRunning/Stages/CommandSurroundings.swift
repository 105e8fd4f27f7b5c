internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// What a command finds when it starts, besides its files: the folder it is in, and its variables.
struct CommandSurroundings {
    let stage: StageSpec
    let project: FilePath
    let files: any FileSystem
    /// The variables of the runner, which the command has too.
    let environment: [String: String]

    /// Whether the folder that it runs in is made where it is missing, as in a sandbox, which has nothing but inputs.
    let makesDirectory: Bool

    private var uses: StageUses { stage.settings.uses }

    /// The programs of the stage's Python environment; `nil` if it has none.
    private var programs: FilePath? {
        uses.pythonEnvironment.map { project.pushing(FilePath($0)).appending("bin") }
    }

    /// The folder that the command starts in.
    ///
    /// - Parameter folder: that of the project, or a sandbox.
    /// - Throws: `Failure` if it is not there.
    func directory(in folder: FilePath) throws -> FilePath {
        guard let directory = uses.directory else { return folder }
        let place = folder.pushing(FilePath(directory))
        if makesDirectory { try files.makeDirectory(place) }
        guard try files.information(at: place)?.kind == .directory else {
            throw Failure(
                "the folder `\(directory)`, in which the stage `\(stage.name)` is to run, is not there", at: stage.location,
                hint: "make it, or change `cwd`")
        }
        return place
    }

    /// The command, its program taken from the Python environment if that has one of the name.
    func arguments(_ command: [String]) throws -> [String] {
        guard let programs, let name = command.first, !name.contains("/"),
            try files.exists(programs.appending(name))
        else { return command }
        return [programs.appending(name).string] + command.dropFirst()
    }

    /// The variables that the command is given besides those of the runner.
    ///
    /// - Parameter file: where to write the stage's parameters, if it has some.
    func variables(handing file: FilePath) throws -> [String: String] {
        var variables = uses.variables
        if let programs {
            variables["VIRTUAL_ENV"] = programs.removingLastComponent().string
            let path = variables["PATH"] ?? environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
            variables["PATH"] = "\(programs):\(path)"
        }
        guard !stage.parameters.isEmpty else { return variables }
        let parameters = StageParameters(stage.parameters)
        variables.merge(parameters.variables) { $1 }
        variables[StageParameters.fileVariable] = file.string
        try files.unsynchronised.write(parameters.json.pretty, to: file)
        return variables
    }
}
