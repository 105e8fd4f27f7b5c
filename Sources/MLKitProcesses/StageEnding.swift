internal import MLKitCore

/// How the process of one stage ended, and what it took.
public struct StageEnding: Sendable, Equatable {
    public enum Status: Sendable, Equatable {
        case exited(Int)
        case signaled(Int)
        /// It could not be started; the system's reason.
        case notStarted(String)
    }

    /// Why it was ended, if it did not end of itself.
    public enum Cause: String, Sendable {
        /// It was told to stop.
        case cancelled
        /// It took longer than it may.
        case time
        /// It held more memory than it may.
        case memory
    }

    public var status: Status
    public var cause: Cause?
    /// Whether it left processes behind, which were ended.
    public var leftProcesses = false
    public var usage = StageUsage()

    public init(status: Status, cause: Cause? = nil, usage: StageUsage = StageUsage()) {
        self.status = status
        self.cause = cause
        self.usage = usage
    }
}

extension StageEnding {
    init?(_ json: JSON) {
        if let code = json["exit_code"]?.int {
            status = .exited(code)
        } else if let signal = json["signal"]?.int {
            status = .signaled(signal)
        } else if let reason = json["not_started"]?.string {
            status = .notStarted(reason)
        } else {
            return nil
        }
        cause = json["cause"]?.string.flatMap { Cause(rawValue: $0) }
        leftProcesses = json["left_processes"] == true
        usage = StageUsage(json["usage"] ?? .null)
    }

    var json: JSON {
        let status: JSON.Member =
            switch status {
            case .exited(let code): JSON.Member("exit_code", .int(code))
            case .signaled(let signal): JSON.Member("signal", .int(signal))
            case .notStarted(let reason): JSON.Member("not_started", .string(reason))
            }
        return .object([
            status, JSON.Member("cause", cause.map { .string($0.rawValue) } ?? .null),
            JSON.Member("left_processes", .bool(leftProcesses)), JSON.Member("usage", usage.json),
        ])
    }
}
