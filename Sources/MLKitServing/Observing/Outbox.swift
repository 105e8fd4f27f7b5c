internal import Glibc
internal import Synchronization

/// Hands things on from a thread of its own, so that nobody waits for a disk that is slow or a reader that reads no more.
///
/// The thread is there only while there is something to hand on, and a little longer.
final class Outbox<Item: Sendable>: Sendable {
    private struct State {
        var waiting: [Item] = []
        /// Items are being handed on.
        var isBusy = false
        var hasThread = false
    }

    private let state = Mutex(State())
    private let limit: Int
    private let dropped: Counter
    private let take: @Sendable ([Item]) -> Void

    /// - Parameters:
    ///   - limit: items that may wait; those beyond are dropped.
    ///   - dropped: counts them.
    ///   - take: may take as long as it likes; called from one thread at a time.
    init(limit: Int, dropped: Counter, take: @escaping @Sendable ([Item]) -> Void) {
        self.limit = limit
        self.dropped = dropped
        self.take = take
    }

    /// - Returns: whether it was taken.
    @discardableResult func add(_ item: Item) -> Bool {
        let (isTaken, needsThread) = state.withLock { state in
            guard state.waiting.count < limit else { return (false, false) }
            state.waiting.append(item)
            defer { state.hasThread = true }
            return (true, !state.hasThread)
        }
        if !isTaken { dropped.add() }
        if needsThread { start() }
        return isTaken
    }

    /// Waits until all has been handed on, but no longer than `seconds`: what nobody takes must not keep the server from ending.
    func flush(within seconds: Double) {
        var rest = Int(seconds * 200)
        while rest > 0, state.withLock({ $0.isBusy || !$0.waiting.isEmpty }) {
            usleep(5000)
            rest -= 1
        }
    }

    private func start() {
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                argument.map { Unmanaged<OutboxWork>.fromOpaque($0).takeRetainedValue().body() }
                return nil
            }, Unmanaged.passRetained(OutboxWork { [self] in handOn() }).toOpaque())
        if status == 0 { pthread_detach(thread) }
    }

    private func handOn() {
        var pauses = 0
        // What comes in quick succession goes together.
        while pauses < 50 {
            usleep(20_000)
            let items = state.withLock { state in
                defer { state.waiting = [] }
                state.isBusy = !state.waiting.isEmpty
                return state.waiting
            }
            pauses = items.isEmpty ? pauses + 1 : 0
            guard !items.isEmpty else { continue }
            take(items)
            state.withLock { $0.isBusy = false }
        }
        let isLate = state.withLock { state in
            state.hasThread = !state.waiting.isEmpty
            return state.hasThread
        }
        if isLate { handOn() }
    }
}

/// What a thread does, as it is handed over to one.
private final class OutboxWork {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
}
