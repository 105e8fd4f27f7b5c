public import MLKitProcesses

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
        case .notStarted, .passedOver: break
        }
    }
}
