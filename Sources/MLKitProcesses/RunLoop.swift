internal import Glibc
internal import MLKitCore
internal import Synchronization

/// The thread that a run lives on: it does the jobs of the run's tasks one after the other, and listens to the guard
/// whenever none is left.
///
/// On Swift's own pool the end of a stage would go from the thread that hears of it to one for the stage's task and on
/// to one for the run's, each of which sleeps until then: as much as a small command takes.
public final class RunLoop: TaskExecutor {
    /// What is listened to. `take` is called when there is something to read, and says whether to go on.
    struct Source: Sendable {
        let descriptor: Int32
        let take: @Sendable () -> Bool
    }

    private struct State {
        var jobs: [UnownedJob] = []
        var source: Source?
        /// Whether the thread sleeps, or is about to.
        var isWaiting = false
        var isOver = false
        var thread = pthread_t()
    }

    private let state = Mutex(State())
    /// Wakes the thread.
    private let bell = Bell()

    /// - Throws: `Failure` if the system gives no thread.
    public init() throws {
        let code = state.withLock { state in
            pthread_create(
                &state.thread, nil,
                { context in
                    guard let context else { return nil }
                    Unmanaged<RunLoop>.fromOpaque(context).takeRetainedValue().run()
                    return nil
                }, Unmanaged.passRetained(self).toOpaque())
        }
        guard bell.descriptor >= 0, code == 0 else {
            throw Failure("the system gives no thread to run stages from", notes: [String(cString: strerror(errno))])
        }
    }

    deinit { bell.close() }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        change { $0.jobs.append(job) }
    }

    /// Listens to the guard from now on.
    func listen(to source: Source) { change { $0.source = source } }

    /// Ends the thread, which has no more jobs. Called from another.
    public func finish() {
        change { $0.isOver = true }
        pthread_join(state.withLock { $0.thread }, nil)
    }

    private func change(_ body: (inout State) -> Void) {
        let isWaiting = state.withLock { state in
            body(&state)
            defer { state.isWaiting = false }
            return state.isWaiting
        }
        if isWaiting { bell.ring() }
    }

    private func run() {
        while true {
            let (jobs, source, isOver) = state.withLock { state in
                defer { state.jobs.removeAll(keepingCapacity: true) }
                state.isWaiting = state.jobs.isEmpty
                return (state.jobs, state.source, state.isOver)
            }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            guard jobs.isEmpty else { continue }
            if isOver { return }
            wait(source)
        }
    }

    /// Sleeps until there is a job, or something to read.
    private func wait(_ source: Source?) {
        // A negative descriptor is left out.
        var polled = [
            pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: source?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        poll(&polled, 2, -1)
        state.withLock { $0.isWaiting = false }
        if polled[0].revents != 0 { bell.silence() }
        guard let source, polled[1].revents != 0 else { return }
        if !source.take() { state.withLock { $0.source = nil } }
    }
}
