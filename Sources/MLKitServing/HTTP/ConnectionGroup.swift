internal import MLKitCore
internal import NIOCore
internal import Synchronization

/// The connections of one event loop. It looks at all of them a few times a second: a timer for each request would
/// cost more than many a request does.
final class ConnectionGroup {
    let core: ServerCore
    let loop: any EventLoop
    /// The time for the `Date` of answers.
    private(set) var date: String
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var task: RepeatedTask?

    init(_ core: ServerCore, _ loop: any EventLoop) {
        self.core = core
        self.loop = loop
        date = HTTPDate(seconds: core.observer.seconds()).text
    }

    /// - Returns: false if there is no room for it.
    func add(_ connection: Connection) -> Bool {
        let (_, count) = core.connections.wrappingAdd(1, ordering: .relaxed)
        connections[ObjectIdentifier(connection)] = connection
        return count <= core.limits.connections || makeRoom(for: connection)
    }

    func remove(_ connection: Connection) {
        guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        core.connections.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Looks at all connections every `milliseconds`.
    func watch(every milliseconds: Int64) {
        task?.cancel()
        let amount = TimeAmount.milliseconds(milliseconds)
        let group = NIOLoopBound(self, eventLoop: loop)
        task = loop.scheduleRepeatedTask(initialDelay: amount, delay: amount) { _ in group.value.look() }
    }

    func stopWatching() { task?.cancel() }

    /// Closes everything at once.
    func cut() {
        for connection in connections.values { connection.close() }
    }

    private func look() {
        date = HTTPDate(seconds: core.observer.seconds()).text
        let now = NIODeadline.now()
        for connection in connections.values { connection.look(at: now) }
    }

    /// Ends the connection that can be spared most: one that never asked anything, else one that is idle, else one
    /// whose request is still coming in; among equals the one that has been so longest.
    private func makeRoom(for newcomer: Connection) -> Bool {
        var spared: (connection: Connection, worth: Int)?
        for connection in connections.values where connection !== newcomer {
            guard let worth = connection.worth else { continue }
            if let best = spared, (best.worth, best.connection.since) <= (worth, connection.since) { continue }
            spared = (connection, worth)
        }
        spared?.connection.close()
        return spared != nil
    }
}
