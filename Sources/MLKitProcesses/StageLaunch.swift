internal import MLKitCore

/// Starts the processes of stages and sees them end. The one that a run uses is `StageGuard`.
public protocol StageLauncher: Sendable {
    /// Runs a process to its end. When the enclosing task is cancelled, it is told to end, and ended if it does not.
    ///
    /// - Throws: `Failure` if processes cannot be looked after at all.
    func run(_ launch: StageLaunch) async throws -> StageEnding
}

/// What the process of one stage is to be.
public struct StageLaunch: Sendable, Equatable {
    /// The stage's name; its process finds it in `MLKIT_STAGE`.
    public var stage: String
    /// A program, as a path or a bare name that is looked up in `PATH`, and its arguments.
    public var arguments: [String]
    /// The folder it starts in; absolute.
    public var directory: String
    /// The file that takes what it writes to standard output and standard error; absolute.
    public var log: String
    /// Environment variables that it is given, in place of those of the same name that the guard has.
    public var variables: [String: String] = [:]
    /// Whether the log begins anew. A second attempt goes on in it.
    public var truncatesLog = true
    /// Seconds it may take; `nil` for any.
    public var timeLimit: Double?
    /// Bytes of memory that it and all it has started may hold together; `nil` for any.
    public var memoryLimit: Int?

    public init(
        stage: String, arguments: [String], directory: String, log: String, variables: [String: String] = [:],
        truncatesLog: Bool = true, timeLimit: Double? = nil, memoryLimit: Int? = nil
    ) {
        self.stage = stage
        self.arguments = arguments
        self.directory = directory
        self.log = log
        self.variables = variables
        self.truncatesLog = truncatesLog
        self.timeLimit = timeLimit
        self.memoryLimit = memoryLimit
    }
}

extension StageLaunch {
    init?(_ json: JSON) {
        guard let stage = json["stage"]?.string, let arguments = json["arguments"]?.array?.compactMap(\.string),
            !arguments.isEmpty, let directory = json["directory"]?.string, let log = json["log"]?.string
        else { return nil }
        self.init(
            stage: stage, arguments: arguments, directory: directory, log: log,
            variables: Dictionary((json["variables"]?.members ?? []).map { ($0.name, $0.value.string ?? "") }) { $1 },
            truncatesLog: json["truncates_log"] == true, timeLimit: json["time_limit"]?.double,
            memoryLimit: json["memory_limit"]?.int)
    }

    var json: JSON {
        [
            "stage": .string(stage), "arguments": .array(arguments.map { .string($0) }),
            "directory": .string(directory), "log": .string(log),
            "variables": .object(variables.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
            "truncates_log": .bool(truncatesLog),
            "time_limit": timeLimit.map { .double($0) } ?? .null,
            "memory_limit": memoryLimit.map { .int($0) } ?? .null,
        ]
    }
}
