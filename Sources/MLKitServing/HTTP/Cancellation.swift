internal import Synchronization

/// What the work on one request is held to: it ends when nobody waits for the answer any more, and what it makes is
/// counted among the bytes that all requests may hold.
public final class Cancellation: Sendable {
    private let isSet = Atomic(false)
    private let budget: MemoryBudget?
    /// Bytes that are not counted, as of every request.
    private let free: Int
    private let made = Atomic(0)

    /// Of work whose bytes nobody counts.
    public init() {
        budget = nil
        free = 0
    }

    init(budget: MemoryBudget, free: Int) {
        self.budget = budget
        self.free = free
    }

    public func cancel() { isSet.store(true, ordering: .relaxed) }

    public var isCancelled: Bool { isSet.load(ordering: .relaxed) }

    /// - Throws: `Refusal` when the work is not wanted any more.
    func check() throws {
        if isCancelled { throw Refusal(.deadlinePassed, "the request took too long") }
    }

    /// Counts bytes that are about to be made, until `release`.
    ///
    /// - Throws: `Refusal` where there is no room for them.
    func charge(_ bytes: Int) throws {
        try check()
        guard let budget, bytes > 0 else { return }
        let (before, after) = made.wrappingAdd(bytes, ordering: .relaxed)
        guard budget.take(max(after - free, 0) - max(before - free, 0)) else {
            made.wrappingSubtract(bytes, ordering: .relaxed)
            throw Refusal(response: budget.refusal(of: max(after - free, 0)))
        }
    }

    /// Gives back what was counted; called once, when the work has ended.
    func release() { budget?.giveBack(max(made.exchange(0, ordering: .relaxed) - free, 0)) }
}
