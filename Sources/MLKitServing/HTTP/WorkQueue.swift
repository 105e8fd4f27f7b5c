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
    private let tasks = Mutex(Tasks())

    /// The requests that have been handed over and not been answered, each under a number of its own.
    private struct Tasks {
        var next = 0
        var open: [Int: Exchange] = [:]

        mutating func add(_ exchange: Exchange) -> Int {
            next += 1
            open[next] = exchange
            return next
        }
    }

    /// - Parameter limit: How many may wait.
    init(threads: Int, limit: Int) {
        pool = NIOThreadPool(numberOfThreads: max(threads, 1))
        self.limit = limit
        free = Atomic(max(threads, 1))
        pool.start()
    }

    private static let niceness: Int32 = 10

    /// Requests that wait for a thread.
    var waiting: Int { max(line.load(ordering: .relaxed), 0) }

    /// Has `work` for a request done on a thread of the pool, and `finish` called with what comes of it on the event loop.
    ///
    /// - Returns: false if too many wait already.
    func run(
        _ exchange: Exchange, on loop: any EventLoop, _ work: @escaping @Sendable () -> Response,
        finish: @escaping @Sendable (Response) -> Void
    ) -> Bool {
        // A place at a free thread is no place in the line.
        let (_, now) = line.wrappingAdd(1, ordering: .relaxed)
        guard now - max(free.load(ordering: .relaxed), 0) <= limit else {
            line.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        let task = tasks.withLock { $0.add(exchange) }
        pool.submit { [self] state in
            line.wrappingSubtract(1, ordering: .relaxed)
            free.wrappingSubtract(1, ordering: .relaxed)
            defer {
                free.wrappingAdd(1, ordering: .relaxed)
                tasks.withLock { _ = $0.open.removeValue(forKey: task) }
            }
            // On Linux of this thread alone: where cores are few, small requests go before large ones.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
            let response = state == .active ? work() : Response.busy(.unavailable, "the server is stopping")
            loop.execute { finish(response) }
        }
        return true
    }

    /// The requests that are worked on still, though they may have been answered, as those that took too long have.
    ///
    /// - Parameter seconds: for which it is waited until there are none.
    func unfinished(after seconds: Double) -> [Exchange] {
        var rest = Int(seconds * 1000)
        while rest > 0, tasks.withLock({ !$0.open.isEmpty }) {
            usleep(1000)
            rest -= 1
        }
        return tasks.withLock { tasks in tasks.open.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// Waits until all has been done.
    func stop() { try? pool.syncShutdownGracefully() }
}
