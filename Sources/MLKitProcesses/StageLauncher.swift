/// Starts the processes of stages and sees them end. The one that a run uses is `StageGuard`.
public protocol StageLauncher: Sendable {
    /// Runs a process to its end. When the enclosing task is cancelled, it is told to end, and ended if it does not.
    ///
    /// - Throws: `Failure` if processes cannot be looked after at all.
    func run(_ launch: StageLaunch) async throws -> StageEnding

    /// Whether a process can stand by (`StageLaunch.below`).
    var letsStandBy: Bool { get }
}

extension StageLauncher {
    public var letsStandBy: Bool { false }
}
