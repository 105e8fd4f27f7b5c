internal import MLKitProcesses
internal import MLKitSpec

extension StageEnding {
    /// How the process ended, to follow the stage's name.
    func words(_ resources: StageResources) -> String {
        switch (cause, status) {
        case (.time, _): "was ended: it took longer than \(Self.brief(resources.time ?? 0)) s"
        case (.memory, _): "was ended: it held more than \(Self.mebibytes(resources.memory ?? 0)) MiB of memory"
        case (_, .exited(let code)): "ended with exit code \(code)"
        case (_, .signaled(let signal)): "was ended by signal \(signal)"
        case (_, .notStarted(let reason)): "could not be started: \(reason)"
        }
    }

    /// What can be done about it, if that is known.
    var hint: String? {
        switch cause {
        case .time: "give it more under `resources.time`"
        case .memory: "give it more under `resources.memory`"
        default: nil
        }
    }

    private static func brief(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }

    private static func mebibytes(_ bytes: Int) -> String { brief(Double(bytes) / 1_048_576) }
}
