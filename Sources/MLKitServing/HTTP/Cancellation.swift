internal import NIOCore
internal import Synchronization

/// Tells the thread that works on a request that nobody waits for the answer any more.
public final class Cancellation: Sendable {
    private let isSet = Atomic(false)

    public init() {}

    public func cancel() { isSet.store(true, ordering: .relaxed) }

    public var isCancelled: Bool { isSet.load(ordering: .relaxed) }

    /// - Throws: `Refusal` when the work is not wanted any more.
    func check() throws {
        if isCancelled { throw Refusal(.deadlinePassed, "the request took too long") }
    }
}
