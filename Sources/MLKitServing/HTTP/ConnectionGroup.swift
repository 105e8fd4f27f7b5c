internal import MLKitCore
internal import NIOCore
internal import Synchronization

/// The connections of one event loop. It looks at all of them a few times a second: a timer for each request would
/// cost more than many a request does.
final class ConnectionGroup {
    let core: ServerCore
    let loop: any EventLoop
    /// The time for the `Date` of answers, and for the log.
    private(set) var date: String
    private(set) var time: String
    private var connections: [ObjectIdentifier: Connection] = [:]
    private var task: RepeatedTask?

    init(_ core: ServerCore, _ loop: any EventLoop) {
        self.core = core
        self.loop = loop
        let seconds = core.observer.seconds()
        date = HTTPDate(seconds: seconds).text
        time = Timestamp(seconds: seconds).description
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
        let seconds = core.observer.seconds()
        date = HTTPDate(seconds: seconds).text
        time = Timestamp(seconds: seconds).description
        let now = NIODeadline.now()
        for connection in connections.values { connection.look(at: now) }
    }

    /// Ends connections that can be spared most: those that never asked anything, else those that are idle, else one
    /// whose request is still coming in; among equals those that have been so longest.
    ///
    /// Of the idle some go at once. To look through all of them costs as much as many requests, and who opens thousands of
    /// connections would otherwise have it done for each.
    private func makeRoom(for newcomer: Connection) -> Bool {
        var spared = [[Connection]](repeating: [], count: 3)
        for connection in connections.values where connection !== newcomer {
            if let worth = connection.worth { spared[worth].append(connection) }
        }
        guard let worth = spared.firstIndex(where: { !$0.isEmpty }) else { return false }
        let count = worth < 2 ? max(core.limits.connections / 64, 1) : 1
        for connection in spared[worth].sorted(by: { $0.since < $1.since }).prefix(count) {
            connection.close()
            // Of one that was not active yet the end is told later, and meanwhile it would be chosen again.
            remove(connection)
        }
        return true
    }
}
