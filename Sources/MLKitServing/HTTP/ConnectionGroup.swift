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
    /// Connections that may end for others, as they were when they were found.
    private var spares: [Spare] = []

    /// Connections that have more requests, and those that their clients have ended.
    private var waiting: [Connection] = []
    private var ended: [Connection] = []
    private var hasTurn = false

    private typealias Spare = (connection: Connection, since: NIODeadline, worth: Int)

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

    func stopWatching() {
        task?.cancel()
        spares = []
    }

    /// Has a connection go on with what has arrived when others have had their turn.
    func advanceInTurn(_ connection: Connection) {
        guard !connection.awaitsTurn else { return }
        connection.awaitsTurn = true
        waiting.append(connection)
        beginTurn()
    }

    /// Closes a connection that its client has ended, soon. To close one takes as long as to answer some requests, and clients may
    /// end thousands at once: others are answered in between.
    func closeInTurn(_ connection: Connection) {
        ended.append(connection)
        beginTurn()
    }

    /// An event loop carries out all tasks that are due, also those that they add, before it looks at connections. So there is one task
    /// for all that wait, and it is due a moment after the one before has ended.
    private func beginTurn() {
        guard !hasTurn, !waiting.isEmpty || !ended.isEmpty else { return }
        hasTurn = true
        let group = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: .microseconds(50)) { group.value.takeTurn() }
    }

    private func takeTurn() {
        let connections = waiting
        waiting = []
        for connection in connections {
            connection.awaitsTurn = false
            connection.advance()
        }
        for _ in 0..<min(ended.count, 4) { ended.popLast()?.close() }
        hasTurn = false
        beginTurn()
    }

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

    /// Ends the connection that can be spared most: one that never asked anything, else one that is idle, else one whose
    /// request is still coming in; among equals the one that has been so longest.
    ///
    /// To look through all of them costs as much as many requests, and who opens thousands of connections would otherwise have
    /// it done for each: who is to go next is found out for many at a time. They end one by one, as to close many costs as
    /// much again, and meanwhile nobody is answered.
    private func makeRoom(for newcomer: Connection) -> Bool {
        if let spare = nextSpare() { return end(spare) }
        spares = findSpares(for: newcomer)
        return nextSpare().map(end) ?? false
    }

    private func end(_ connection: Connection) -> Bool {
        connection.close()
        // Of one that was not active yet the end is told later, and meanwhile it would be chosen again.
        remove(connection)
        return true
    }

    /// The next of those that were found whose state is still the same.
    private func nextSpare() -> Connection? {
        while let (connection, since, worth) = spares.popLast() {
            let isOpen = connections[ObjectIdentifier(connection)] != nil
            if isOpen, connection.since == since, connection.worth == worth { return connection }
        }
        return nil
    }

    /// The longest so is the last.
    private func findSpares(for newcomer: Connection) -> [Spare] {
        var found = [[Spare]](repeating: [], count: 3)
        for connection in connections.values where connection !== newcomer {
            if let worth = connection.worth { found[worth].append((connection, connection.since, worth)) }
        }
        guard let worth = found.firstIndex(where: { !$0.isEmpty }) else { return [] }
        found[worth].sort { $0.since > $1.since }
        // Those that never asked go before all others, which come to be spared only where none of the first kind is left.
        return worth == 0 ? found[worth] : Array(found[worth].suffix(max(core.limits.connections / 64, 1)))
    }
}
