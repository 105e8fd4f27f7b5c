public import MLKitCore
public import SystemPackage

/// The work order of one run of a built-in stage, handed to its process as a JSON file.
public struct StageJob: Sendable {
    public var stage: String
    /// The name of its kind.
    public var kind: String
    /// All of its settings with their values, as in `StageSettings.json`.
    public var settings: JSON
    /// What is known of the project, as in `StageSpec.about`.
    public var about: JSON
    public var project: FilePath
    /// What the stage reads, by role; absolute paths.
    public var inputs: [String: FilePath]
    /// Where the stage is to write, by role; absolute paths that do not exist yet and are moved into place
    /// when the stage has succeeded.
    public var outputs: [String: FilePath]
    /// The folders that belong to the stage alone and that it keeps in order itself, by role.
    public var folders: [String: FilePath]
    public var threads: Int
    /// What a program of the user's own that the stage starts is given besides the variables of its process.
    public var variables: [String: String] = [:]
    /// The version of its kind by which it last succeeded; `nil` if it did not, or was of another kind.
    public var earlierVersion: Int?
    /// The folder for how far long work is; `nil` where nobody asks for it.
    public var checkpoints: FilePath?
    /// Where the stage says what came of it.
    public var result: FilePath
    /// Where it says why nothing came of it: a list of diagnostics, as in `Diagnostic.json`.
    public var failure: FilePath

    public init(
        stage: String, kind: String, settings: JSON, about: JSON, project: FilePath, inputs: [String: FilePath],
        outputs: [String: FilePath], folders: [String: FilePath], threads: Int, earlierVersion: Int? = nil,
        result: FilePath, failure: FilePath
    ) {
        self.stage = stage
        self.kind = kind
        self.settings = settings
        self.about = about
        self.project = project
        self.inputs = inputs
        self.outputs = outputs
        self.folders = folders
        self.threads = threads
        self.earlierVersion = earlierVersion
        self.result = result
        self.failure = failure
    }

    public init(_ json: JSON) throws {
        guard let stage = json["stage"]?.string, let kind = json["kind"]?.string, let settings = json["settings"],
            let project = json["project"]?.string, let inputs = json["inputs"]?.members,
            let outputs = json["outputs"]?.members, let folders = json["folders"]?.members,
            let threads = json["threads"]?.int, let variables = json["variables"]?.members, let result = json["result"]?.string,
            let failure = json["failure"]?.string
        else { throw Failure("this is not a stage's job file") }
        self.init(
            stage: stage, kind: kind, settings: settings, about: json["about"] ?? .null, project: FilePath(project),
            inputs: Self.paths(inputs), outputs: Self.paths(outputs), folders: Self.paths(folders), threads: threads,
            earlierVersion: json["earlier_version"]?.int, result: FilePath(result), failure: FilePath(failure))
        checkpoints = json["checkpoints"]?.string.map { FilePath($0) }
        self.variables = Dictionary(variables.map { ($0.name, $0.value.string ?? "") }) { $1 }
    }

    public var json: JSON {
        [
            "stage": .string(stage), "kind": .string(kind), "project": .string(project.string), "settings": settings,
            "about": about,
            "inputs": Self.json(inputs), "outputs": Self.json(outputs), "folders": Self.json(folders),
            "threads": .int(threads),
            "variables": .object(variables.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
            "checkpoints": checkpoints.map { .string($0.string) } ?? .null, "earlier_version": earlierVersion.map { .int($0) } ?? .null, "result": .string(result.string),
            "failure": .string(failure.string),
        ]
    }

    private static func paths(_ members: [JSON.Member]) -> [String: FilePath] {
        Dictionary(members.map { ($0.name, FilePath($0.value.string ?? "")) }) { $1 }
    }

    private static func json(_ paths: [String: FilePath]) -> JSON {
        .object(paths.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value.string)) })
    }
}
