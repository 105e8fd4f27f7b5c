internal import Synchronization

/// A number that threads add to.
final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add(_ more: Int = 1) { count.wrappingAdd(more, ordering: .relaxed) }
}
