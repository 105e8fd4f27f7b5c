internal import ArgumentParser
internal import Glibc
internal import Synchronization

/// SIGINT, SIGTERM and SIGHUP, turned into the cancellation of a task: what it has started is ended in order. The
/// second of them ends this process at once.
enum Interruption {
    /// The first of the signals that came; 0 for none.
    private static let received = Atomic<Int32>(0)
    /// Whether Ctrl-Z was pressed, and not obeyed yet.
    private static let isToStop = Atomic<Bool>(false)

    /// 128 and the signal's number, as shells say it; `nil` if none came.
    static var exitCode: ExitCode? {
        let signal = received.load(ordering: .relaxed)
        return signal == 0 ? nil : ExitCode(128 + signal)
    }

    /// Runs `body`, and cancels it when a signal comes. A signal that this process was started to ignore, as by
    /// `nohup`, stays ignored.
    ///
    /// - Parameters:
    ///   - suspend: stops what `body` has started, before Ctrl-Z stops this process.
    ///   - resume: lets it go on, after this process was let go on.
    /// - Throws: what `body` throws; the exit code in place of it if a signal came.
    static func cancelling<Value: Sendable>(
        suspend: @escaping @Sendable () -> Void = {}, resume: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGTSTP] { handle(number) }
        let task = Task(operation: body)
        let watcher = Task {
            while exitCode == nil {
                if isToStop.exchange(false, ordering: .relaxed) {
                    suspend()
                    // To this thread: one sent to the process may reach it by another, while this one goes on.
                    raise(SIGSTOP)
                    resume()
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            task.cancel()
        }
        defer { watcher.cancel() }
        switch await task.result {
        case .success(let value): return value
        case .failure(let error): throw exitCode ?? error
        }
    }

    private static func handle(_ number: Int32) {
        var old = sigaction()
        sigaction(number, nil, &old)
        let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
        guard unsafeBitCast(old.__sigaction_handler, to: Int.self) != ignored else { return }
        signal(number) { number in
            // Only what a signal handler may do: stores, and an end without tidying up. The guard sees that end, and
            // ends the stages at once.
            if number == SIGTSTP {
                Interruption.isToStop.store(true, ordering: .relaxed)
            } else if Interruption.received.exchange(number, ordering: .relaxed) != 0 {
                _exit(128 + number)
            }
        }
    }
}
