internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The threads that answer large requests, and the line before them, which has an end.
final class WorkQueue: Sendable {
    private let pool: NIOThreadPool
    private let limit: Int
    /// Requests that have been handed over and not begun, and threads that have nothing to do.
    private let line = Atomic(0)
    private let free: Atomic<Int>

    /// - Parameter limit: How many may wait.
    init(threads: Int, limit: Int) {
        pool = NIOThreadPool(numberOfThreads: max(threads, 1))
        self.limit = limit
        free = Atomic(max(threads, 1))
        pool.start()
    }

    private static let niceness: Int32 = 5

    /// Requests that wait for a thread.
    var waiting: Int { max(line.load(ordering: .relaxed), 0) }

    /// Has `work` done on a thread of the pool, and `finish` called with what comes of it on the event loop.
    ///
    /// - Returns: false if too many wait already.
    func run(
        on loop: any EventLoop, _ work: @escaping @Sendable () -> Response, finish: @escaping @Sendable (Response) -> Void
    ) -> Bool {
        // A place at a free thread is no place in the line.
        let (_, now) = line.wrappingAdd(1, ordering: .relaxed)
        guard now - max(free.load(ordering: .relaxed), 0) <= limit else {
            line.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        pool.submit { [self] state in
            line.wrappingSubtract(1, ordering: .relaxed)
            free.wrappingSubtract(1, ordering: .relaxed)
            defer { free.wrappingAdd(1, ordering: .relaxed) }
            // On Linux of this thread alone: where cores are few, small requests go before large ones.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
            let response = state == .active ? work() : Response.busy(.unavailable, "the server is stopping")
            loop.execute { finish(response) }
        }
        return true
    }

    func stop() { try? pool.syncShutdownGracefully() }
}
