internal import MLKitProcesses
internal import Synchronization

/// Reaches into a run that is going on.
public final class RunControl: Sendable {
    private let launcher = Mutex<StageGuard?>(nil)

    public init() {}

    func attach(_ launcher: StageGuard?) { self.launcher.withLock { $0 = launcher } }

    /// Stops the processes of all stages, and the clocks of their time limits.
    public func suspend() { launcher.withLock { $0 }?.setStopped(true) }

    /// Lets them go on.
    public func resume() { launcher.withLock { $0 }?.setStopped(false) }
}
