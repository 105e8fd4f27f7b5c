internal import MLKitCore
internal import NIOCore
internal import Synchronization

/// What all connections of a server share.
final class ServerCore: Sendable {
    let service: any Service
    let limits: ServerLimits
    let observer: Observer
    let queue: WorkQueue
    let budget: MemoryBudget
    /// Connections that are open, on all event loops.
    let connections = Atomic(0)
    private let draining = Atomic(false)

    init(service: any Service, limits: ServerLimits, observer: Observer) {
        self.service = service
        self.limits = limits
        self.observer = observer
        queue = WorkQueue(threads: max(limits.threads, 2), limit: limits.waiting)
        budget = MemoryBudget(limit: limits.memory)
    }

    /// Whether connections end with their next answer.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func beginDraining() { draining.store(true, ordering: .relaxed) }
}
