public import MLKitCore

/// One stage as the runner sees it: what it is, what it reads, what it writes.
public struct StageSpec: Sendable {
    /// `train.network` for one of the stages that `train` stands for, else the name in the file.
    public var name: String
    /// The name in the file.
    public var group: String
    public var settings: StageSettings
    /// The stage's keys after substitution of parameters; references to stages still as written.
    public var configuration: JSON
    public var inputs: [StageInput]
    public var outputs: [StageOutput]
    /// Outputs whose numbers are metrics, besides those in the stage's result.
    public var metricFiles: [String]
    public var plots: [PlotSpec]
    /// The parameters that came into the configuration, by dotted name, with their values.
    public var parameters: [String: JSON]
    /// Environment variables whose values matter.
    public var environment: [String]
    /// What the stage's outputs show of `project`: title, description, owner, license; null for stages that
    /// show nothing of it.
    public var about: JSON
    /// The level whose checklist items have to be done before the stage runs; `nil` for a stage that waits for none.
    public var gate: Maturity?
    public var resources: StageResources
    /// Names of what the stage shares with no other while it runs.
    public var mutexes: [String]
    /// How often the stage is tried again when it fails.
    public var retries: Int
    /// Whether outputs go into the cache and come from it.
    public var isCached: Bool
    /// Where the stage's name stands.
    public var location: SourceLocation

    /// `data`, `train`, …, or `command`.
    public var kind: String { settings.kind }

    /// The outputs with that role.
    public func output(_ role: String) -> StageOutput? {
        outputs.first { $0.role == role }
    }

    /// The names of the stages that must be done first, in order of appearance.
    public var producers: [String] {
        var seen = Set<String>()
        return inputs.flatMap { ($0.producer.map { [$0] } ?? []) + $0.others }.filter { seen.insert($0).inserted }
    }
}

/// What a stage does.
public enum StageSettings: Hashable, Sendable {
    case data(DataConfiguration)
    case train(TrainConfiguration)
    case evaluate(EvaluateConfiguration)
    case quantize(QuantizeConfiguration)
    case deploy(DeployConfiguration)
    case command(CommandConfiguration)

    public var kind: String {
        switch self {
        case .data: "data"
        case .train: "train"
        case .evaluate: "evaluate"
        case .quantize: "quantize"
        case .deploy: "deploy"
        case .command: "command"
        }
    }
}

/// A file or folder that a stage reads.
public struct StageInput: Hashable, Sendable {
    /// What it is to the stage: `train`, `model`, `models.trees`, …; empty for a command's.
    public var role: String
    /// Relative to the project; may be a glob for a data source.
    public var path: String
    /// The stage that writes it; `nil` for the user's own files.
    public var producer: String?
    /// Further stages that write something in it, where it is a folder.
    public var others: [String]

    public init(role: String, path: String, producer: String? = nil, others: [String] = []) {
        self.role = role
        self.path = path
        self.producer = producer
        self.others = others
    }
}

/// A file or folder that a stage writes.
public struct StageOutput: Hashable, Sendable {
    public var role: String
    /// Relative to the project.
    public var path: String
    /// Whether the stage reads it back the next time, because the user may have edited it.
    public var isKept: Bool
    /// Whether its content goes into the cache; a run is restored without it only while it stands as that run left it.
    public var isCached: Bool

    public init(role: String, path: String, isKept: Bool = false, isCached: Bool = true) {
        self.role = role
        self.path = path
        self.isKept = isKept
        self.isCached = isCached
    }
}
