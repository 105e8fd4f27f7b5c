import Synchronization

/// Something that has happened, told between threads.
final class Flag: Sendable {
    private let state = Atomic(false)

    var isSet: Bool { state.load(ordering: .relaxed) }

    func set() { state.store(true, ordering: .relaxed) }

    func clear() { state.store(false, ordering: .relaxed) }
}

/// A number that threads add to.
final class Tally: Sendable {
    private let state = Atomic(0)

    var count: Int { state.load(ordering: .relaxed) }

    func add() { state.wrappingAdd(1, ordering: .relaxed) }
}
