public import MLKitCore

/// One stage as the runner sees it: what it is, what it reads, what it writes.
public struct StageSpec: Sendable {
    /// `train.network` for one of the stages that `train` stands for, else the name in the file.
    public var name: String
    /// The name in the file.
    public var group: String
    public var settings: any StageSettings
    /// The stage's keys that decide what comes of it, after substitution of parameters; references to stages still as
    /// written.
    public var configuration: JSON
    /// The same with parameters as they are referred to. It tells where a parameter stands; the fingerprint has the value both in
    /// `configuration` and in `parameters`.
    public var written: JSON
    public var inputs: [StageInput]
    public var outputs: [StageOutput]
    /// The output with the model that it makes; `nil` for a stage that makes none, and for a command.
    public var modelRole: String?
    /// The parameters that came into the configuration, by dotted name, with their values.
    public var parameters: [String: JSON]
    /// Of them those with a value that is not in the file, and that the stage might look up there: see `Overrides`.
    public var overridden: [String]
    /// What the stage's outputs show of `project`: title, description, owner, license; null for stages that
    /// show nothing of it.
    public var about: JSON
    public var policy: StagePolicy
    /// Where the stage's name stands.
    public var location: SourceLocation

    /// `data`, `train`, …, or `command`.
    public var kind: String { settings.kind }

    /// The outputs with that role.
    public func output(_ role: String) -> StageOutput? {
        outputs.first { $0.role == role }
    }

    /// The path of the model that it makes, if it makes one.
    public var model: String? { output(modelRole ?? Self.namedModel)?.path }

    /// What a command calls its model.
    private static let namedModel = "model"

    /// The path of the report of some type that it writes, if it writes one.
    public func report<Type: Report>(_ type: Type.Type) -> String? {
        settings.reports.first { $0.type == type }.flatMap { output($0.role)?.path }
    }

    /// The names of the stages that must be done first, in order of appearance.
    public var producers: [String] {
        var seen = Set<String>()
        return inputs.flatMap(\.producers).filter { seen.insert($0).inserted }
    }
}

/// A file or folder that a stage writes.
public struct StageOutput: Hashable, Sendable {
    public var role: String
    /// Relative to the project.
    public var path: String
    /// Whether the stage reads it back the next time, because the user may have edited it.
    public var isKept: Bool
    /// Whether it is a folder that the stage keeps in order itself, and that holds more than one run's outputs.
    public var isManaged: Bool
    /// Whether its content goes into the cache; a run is restored without it only while it stands as that run left it.
    public var isCached: Bool
    /// The file in a managed folder that says which of what stands there is in use, relative to the project. A run
    /// makes that choice when it makes something new, and people may then change it: the stage is not stale for that.
    public var choice: String?

    public init(
        role: String, path: String, isKept: Bool = false, isManaged: Bool = false, isCached: Bool = true,
        choice: String? = nil
    ) {
        self.role = role
        self.path = path
        self.isKept = isKept
        self.isManaged = isManaged
        self.isCached = isCached
        self.choice = choice
    }
}
