public import MLKitGit
internal import MLKitProcesses
public import MLKitSpec
internal import Synchronization

extension Pipeline {
    /// What a run is to do.
    public struct Options: Sendable {
        /// Stages to run, and how far.
        public var selection: StageSelection
        /// Cores to use at once.
        public var jobs: Int
        /// Bytes that stages which declare their memory may take together.
        public var memory: Int
        /// Run the stages even if they are up to date.
        public var force: Bool
        /// Go on after a failure with all that does not need the failed stage.
        public var keepsGoing: Bool
        /// Run commands in a folder that holds their inputs alone.
        public var isSandboxed: Bool
        /// Holds back stages with a `gate`; `nil` runs them all.
        public var gate: StageGate?
        /// Asks the remote of the cache for what is not here, with what git is told; `nil` asks nobody.
        public var pull: GitEnvironment?
        /// The command line, for others who wait for this run.
        public var command: String
        /// Reaches into the run while it goes on.
        public var control: RunControl?

        public init(
            selection: StageSelection = StageSelection(), jobs: Int, memory: Int = .max, force: Bool = false,
            keepsGoing: Bool = false, isSandboxed: Bool = false, gate: StageGate? = nil, pull: GitEnvironment? = nil, command: String = "",
            control: RunControl? = nil
        ) {
            self.selection = selection
            self.jobs = jobs
            self.memory = memory
            self.force = force
            self.keepsGoing = keepsGoing
            self.isSandboxed = isSandboxed
            self.gate = gate
            self.pull = pull
            self.command = command
            self.control = control
        }
    }

    /// What became of a run.
    public struct Summary: Sendable {
        public var ran = 0
        public var restored = 0
        public var skipped = 0
        public var failed = 0
        public var interrupted = 0
        public var cancelled = 0

        public init(skipped: Int = 0) { self.skipped = skipped }
    }
}

/// What has to be so before a stage with a `gate` runs.
public struct StageGate: Sendable {
    /// What is still open, a line each; empty if the stage may run.
    public typealias Check = @Sendable (StageSpec) async throws -> [String]

    public let check: Check
    /// Why stages run though their gates are not met; `nil` if they do not.
    let override: String?

    public init(override: String? = nil, check: @escaping Check) {
        self.check = check
        self.override = override
    }
}

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
