internal import Synchronization

/// Bytes that all requests share.
final class MemoryBudget: Sendable {
    let limit: Int
    private let taken = Atomic(0)

    init(limit: Int) {
        self.limit = limit
    }

    var used: Int { taken.load(ordering: .relaxed) }

    /// - Returns: false, and nothing is taken, if there is not enough left.
    func take(_ bytes: Int) -> Bool {
        guard bytes > 0 else { return true }
        let (_, now) = taken.wrappingAdd(bytes, ordering: .relaxed)
        if now <= limit { return true }
        giveBack(bytes)
        return false
    }

    /// What a client is told whose request needs bytes that are not there. It may come again, unless they never will be.
    ///
    /// - Parameter bytes: all that the request takes.
    func refusal(of bytes: Int) -> Response {
        bytes <= limit
            ? .busy(.unavailable, "the server holds as many bytes as it may")
            : .error(.contentTooLarge, "this takes more bytes than the server may hold: its limit `memory` is \(limit)")
    }

    func giveBack(_ bytes: Int) {
        if bytes > 0 { taken.wrappingSubtract(bytes, ordering: .relaxed) }
    }
}
