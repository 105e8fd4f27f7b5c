internal import Glibc
internal import Synchronization

/// Work that blocks on the disk, on threads of its own: Swift's own pool has one for each core, and whoever waits in it
/// keeps others from going on.
public enum Parallel {
    /// Calls `body` with each number below `count`, in any order, on up to `threads` threads, and waits for all.
    ///
    /// - Throws: the first error; what has not begun by then is left out.
    public static func forEach(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        let work = Work(count: count, body: body)
        let others = (1..<max(min(threads, count), 1)).compactMap { _ in start(work) }
        work.run()
        for thread in others { pthread_join(thread, nil) }
        try work.check()
    }

    /// The same with what `body` gives, in the order of the numbers.
    public static func map<Value: Sendable>(
        _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws -> Value
    ) throws -> [Value] {
        let results = Mutex<[(index: Int, value: Value)]>([])
        try forEach(count, threads: threads) { index in
            let value = try body(index)
            results.withLock { $0.append((index, value)) }
        }
        return results.withLock { $0 }.sorted { $0.index < $1.index }.map(\.value)
    }

    /// Runs `other` on a thread of its own while `body` runs on this one, and waits for both.
    ///
    /// - Returns: `false`, and has run neither, where the system gives no thread.
    /// - Throws: the error of `other`.
    static func pair(_ other: @escaping @Sendable () throws -> Void, _ body: () -> Void) throws -> Bool {
        let work = Work(count: 1) { _ in try other() }
        guard let thread = start(work) else { return false }
        body()
        pthread_join(thread, nil)
        try work.check()
        return true
    }

    /// Begins work whose result is wanted later, as that of a `Deferred`, on a thread of its own. Nobody waits for it.
    public static func ahead(_ body: @escaping @Sendable () -> Void) {
        guard let thread = start(Work(count: 1) { _ in body() }) else { return }
        pthread_detach(thread)
    }

    /// What `body` gives on this thread, and `other` on one of its own meanwhile; after it where the system gives no thread.
    ///
    /// - Throws: the error of `body`, or else that of `other`.
    public static func both<First, Second: Sendable>(
        _ body: () throws -> First, _ other: @escaping @Sendable () throws -> Second
    ) throws -> (First, Second) {
        var first: Result<First, any Error>?
        let second = Mutex<Result<Second, any Error>?>(nil)
        _ = try pair(
            {
                let result = Result { try other() }
                second.withLock { $0 = result }
            }, { first = Result { try body() } })
        guard let first, let second = second.withLock({ $0 }) else { return (try body(), try other()) }
        return (try first.get(), try second.get())
    }

    /// `nil` where the system gives no thread: the others do its part.
    private static func start(_ work: Work) -> pthread_t? {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(work)
        let code = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            return nil
        }
        return thread
    }
}

/// What the threads share.
private final class Work: Sendable {
    private let count: Int
    private let body: @Sendable (Int) throws -> Void
    private let next = Atomic(0)
    private let failure = Mutex<(any Error)?>(nil)

    init(count: Int, body: @escaping @Sendable (Int) throws -> Void) {
        self.count = count
        self.body = body
    }

    func run() {
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            do {
                try body(index)
            } catch {
                failure.withLock { $0 = $0 ?? error }
                next.store(count, ordering: .relaxed)
            }
        }
    }

    func check() throws {
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
