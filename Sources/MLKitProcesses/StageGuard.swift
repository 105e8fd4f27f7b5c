internal import CProcesses
internal import Glibc
internal import MLKitCore
internal import Synchronization
public import SystemPackage

/// The runner's side of the guard (see `GuardLoop`): hands it what to start, and waits for its answers.
public final class StageGuard: StageLauncher {
    private struct State {
        var next = 0
        var waiting: [Int: CheckedContinuation<StageEnding?, Never>] = [:]
        var cancelled: Set<Int> = []
        /// The guard has gone, which it does not do of itself.
        var isLost = false
    }

    private let state = Mutex(State())
    private let channel: MessageChannel
    private let process: pid_t

    /// Starts a guard.
    ///
    /// - Parameters:
    ///   - executable: the program that is a guard when started with `stage-guard`.
    ///   - hold: the descriptor that the project is held by, which the guard shares.
    public init(executable: FilePath, hold: Int32) throws {
        let (own, others) = try MessageChannel.pair()
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        // Away from the numbers that are given out below: one must not replace the other before it is copied.
        let high = [others.descriptor, hold].map { fcntl($0, F_DUPFD_CLOEXEC, 64) }
        defer { high.forEach { close($0) } }
        let child = ChildProcess(
            arguments: [executable.string, "stage-guard"], directory: nil,
            variables: EnvironmentVariables.current.map { "\($0.key)=\($0.value)" },
            descriptors: [
                (0, null), (1, null), (2, null), (GuardLoop.channelDescriptor, high[0]),
                (GuardLoop.holdDescriptor, high[1]),
            ])
        do {
            process = try child.start()
        } catch {
            throw Failure("cannot start `\(executable)`", notes: ["\(error)"])
        }
        channel = own
        // Should the guard be killed, its stages come to this process, to be ended.
        _ = mlkit_become_subreaper()
    }

    /// Lets a run's own thread listen.
    public func listen(on loop: RunLoop) {
        let source = RunLoop.Source(descriptor: channel.descriptor) { [self] in
            repeat {
                guard let message = channel.receive() else {
                    lose()
                    return false
                }
                take(message)
            } while channel.hasNext
            return true
        }
        loop.listen(to: source)
    }

    public func run(_ launch: StageLaunch) async throws -> StageEnding {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        let ending = await withTaskCancellationHandler {
            await withCheckedContinuation { start(launch, number, $0) }
        } onCancel: {
            state.withLock { _ = $0.cancelled.insert(number) }
            channel.send(["cancel": .int(number)])
        }
        guard let ending else {
            throw Failure("the process that looks after stages was killed, and the stages with it")
        }
        return ending
    }

    private func start(_ launch: StageLaunch, _ number: Int, _ continuation: CheckedContinuation<StageEnding?, Never>) {
        guard case .object(let members) = launch.json else { return continuation.resume(returning: nil) }
        let isLost = state.withLock { state in
            if !state.isLost { state.waiting[number] = continuation }
            return state.isLost
        }
        if isLost { return continuation.resume(returning: nil) }
        channel.send(.object([JSON.Member("launch", .int(number))] + members))
        // A cancellation that came before the launch met nothing to cancel.
        if state.withLock({ $0.cancelled.contains(number) }) { channel.send(["cancel": .int(number)]) }
    }

    private func take(_ message: JSON) {
        guard let number = message["ended"]?.int else { return }
        let continuation = state.withLock { $0.waiting.removeValue(forKey: number) }
        continuation?.resume(returning: StageEnding(message))
    }

    /// The guard has gone: what it looked after is ended here, and nothing new begins.
    private func lose() {
        let waiting = state.withLock { state in
            state.isLost = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        if !waiting.isEmpty { ProcessTree.endAll() }
        for continuation in waiting.values { continuation.resume(returning: nil) }
    }

    /// Stops all stages, or lets them go on: what Ctrl-Z and `fg` are to them.
    public func setStopped(_ isStopped: Bool) {
        channel.send(isStopped ? ["stop": true] : ["continue": true])
    }

    /// Lets the guard go, and waits until it has ended all that stages left behind.
    public func finish() {
        shutdown(channel.descriptor, Int32(SHUT_RDWR))
        while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }
}
