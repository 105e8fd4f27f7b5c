public import MLKitCore
public import MLKitFingerprints
public import MLKitProcesses
public import MLKitSpec

/// What happens during a run, in the order it happens.
public enum RunEvent: Sendable {
    /// Another command holds the project, if it is known which; this one begins when that ends.
    case waiting(ProjectHolder?)
    /// What a run that was killed had left where a stage writes, if somebody has changed it since; and an output that no
    /// stage declares any more and this one would have read.
    case recovered(stage: String, note: String)
    case skipped(stage: String)
    /// A stage runs though its gate is not met.
    case overridden(stage: String, GateOverride)
    /// A stage that was run like this before: its outputs were put back from the cache.
    case restored(stage: String, result: StageResult, seconds: Double)
    /// A stage whose outputs were taken as they are, without being made.
    case accepted(stage: String)
    case started(stage: String, reasons: [StaleReason])
    /// It goes on where a run that was stopped had got to.
    case resumed(stage: String, progress: String)
    case finished(stage: String, result: StageResult, measured: StageMeasurement)
    case failed(stage: String, failure: StageFailure, measured: StageMeasurement)
    /// A stage that failed is tried again after so many seconds.
    case retried(stage: String, failure: StageFailure, attempt: Int, after: Double)
    /// A stage that was running when the run was told to stop.
    case interrupted(stage: String)
    /// A stage that was not run because another one failed.
    case cancelled(stage: String)
}

/// How a stage's process ended when it did not succeed.
public struct StageFailure: Error, Sendable {
    /// How it ended, where its log does not say so itself.
    public var diagnostics: [Diagnostic]
    /// The last lines of its log.
    public var logTail: [String]
    /// The log, relative to the project; `nil` if there is none.
    public var log: String?

    public init(diagnostics: [Diagnostic], logTail: [String], log: String?) {
        self.diagnostics = diagnostics
        self.logTail = logTail
        self.log = log
    }

    /// What says itself why, so that no log has to be shown.
    init(_ failure: Failure, log: String?) { self.init(diagnostics: failure.diagnostics, logTail: [], log: log) }
}

/// How the process of a stage ended, and what it took of the machine.
public struct StageMeasurement: Sendable, Equatable {
    /// `nil` if a signal ended it, or if it did not start.
    public var exitCode: Int?
    public var signal: Int?
    public var usage: StageUsage

    public init(exitCode: Int? = nil, signal: Int? = nil, usage: StageUsage = StageUsage()) {
        self.exitCode = exitCode
        self.signal = signal
        self.usage = usage
    }

    init(_ ending: StageEnding) {
        self.init(usage: ending.usage)
        switch ending.status {
        case .exited(let code): exitCode = code
        case .signaled(let number): signal = number
        case .notStarted: break
        }
    }
}
