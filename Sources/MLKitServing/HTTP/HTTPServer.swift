internal import Glibc
public import MLKitCore
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// An HTTP/1.1 server on swift-nio: one service on one address.
///
/// One plain handler per connection, which reads HTTP itself: a third of the processor time that a web framework
/// takes for a request, and what a connection may hold and how long it may take are all in one place.
public final class HTTPServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let listener: any Channel
    private let core: ServerCore
    private let groups: [ObjectIdentifier: NIOLoopBound<ConnectionGroup>]

    /// Binds and begins to serve.
    ///
    /// - Parameters:
    ///   - port: 0 for one that is free.
    ///   - observer: takes note of every answer.
    /// - Throws: `Failure` if the address cannot be listened on.
    public init(
        service: any Service, host: String = "127.0.0.1", port: Int, limits: ServerLimits = ServerLimits(),
        observer: Observer = Observer()
    ) throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(limits.threads, 1))
        let core = ServerCore(service: service, limits: limits, observer: observer)
        let groups = Self.groups(core, group)
        do {
            listener = try Self.bootstrap(group, core, groups).bind(host: host, port: port).wait()
        } catch {
            try? group.syncShutdownGracefully()
            core.queue.stop()
            throw Self.failure(error, host, port)
        }
        self.group = group
        self.core = core
        self.groups = groups
        observer.watch(core)
    }

    /// The port that is listened on.
    public var port: Int { listener.localAddress?.port ?? 0 }

    /// Answers every request that has arrived, each as the last of its connection, and ends; connections that still
    /// stand after `seconds` are cut.
    ///
    /// The address is listened on for as long as clients may not know better, a second at most, and until all connections
    /// that were made there have been taken.
    ///
    /// What a model has begun cannot be broken off, and nobody waits for an answer any more: it is left to the end of the process,
    /// and the server's threads with it.
    ///
    /// - Returns: the requests that are worked on still.
    @discardableResult
    public func stop(within seconds: Double = 10) -> [String] {
        let begun = NIODeadline.now()
        var rest: Double { max(seconds - Double((NIODeadline.now() - begun).nanoseconds) / 1e9, 0) }
        core.beginDraining()
        onEachLoop { $0.watch(every: 20) }
        wait(atMost: min(seconds / 2, 1))
        AcceptQueue(listener).empty(within: rest)
        try? listener.close().wait()
        // Each event loop has counted its newest connections when it comes to this.
        onEachLoop { _ in }
        wait(atMost: rest)
        onEachLoop { $0.cut() }
        wait(atMost: 1)
        onEachLoop { $0.stopWatching() }
        // A thread has given its answer a moment before it is free.
        let unfinished = core.queue.unfinished(after: 0.2)
        guard unfinished.isEmpty else {
            // Threads that go on must find what they work with, and where their answers go.
            _ = Unmanaged.passRetained(self)
            return unfinished.map { "request `\($0.requestID)`: \($0.method) \($0.path.shortened.onOneLine)" }
        }
        core.queue.stop()
        try? group.syncShutdownGracefully()
        return []
    }

    /// Waits until there is no connection.
    private func wait(atMost seconds: Double) {
        var rest = Int(seconds * 200)
        while core.connections.load(ordering: .relaxed) > 0, rest > 0 {
            usleep(5000)
            rest -= 1
        }
    }

    private func onEachLoop(_ body: @escaping @Sendable (ConnectionGroup) -> Void) {
        for bound in groups.values { try? bound.eventLoop.submit { body(bound.value) }.wait() }
    }

    private static func groups(
        _ core: ServerCore, _ group: MultiThreadedEventLoopGroup
    ) -> [ObjectIdentifier: NIOLoopBound<ConnectionGroup>] {
        var groups = [ObjectIdentifier: NIOLoopBound<ConnectionGroup>]()
        for loop in group.makeIterator() {
            let bound = try? loop.submit {
                let group = ConnectionGroup(core, loop)
                group.watch(every: 200)
                return NIOLoopBound(group, eventLoop: loop)
            }.wait()
            groups[ObjectIdentifier(loop)] = bound
        }
        return groups
    }

    private static func bootstrap(
        _ group: MultiThreadedEventLoopGroup, _ core: ServerCore,
        _ groups: [ObjectIdentifier: NIOLoopBound<ConnectionGroup>]
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            // Those who have a connection are answered between a few newcomers and the next.
            .serverChannelOption(.maxMessagesPerRead, value: 8)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                }
            }
            // By itself the system would let the answers to a client that does not read grow to megabytes. Connections have it
            // from here, as they have TCP_NODELAY, which is set by default.
            .serverChannelOption(.socketOption(.so_sndbuf), value: 256 << 10)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let group = groups[ObjectIdentifier(channel.eventLoop)]?.value else { return }
                    let connection = Connection(core, group)
                    try channel.pipeline.syncOperations.addHandler(connection)
                    if !group.add(connection) { connection.close() }
                }
            }
    }

    private static func failure(_ error: any Error, _ host: String, _ port: Int) -> Failure {
        guard let error = error as? IOError else {
            return Failure("cannot listen on `\(host)`", hint: "give an address of this machine")
        }
        switch error.errnoCode {
        case EADDRINUSE:
            return Failure("port \(port) on \(host) is in use", hint: "give another with --port, or 0 for a free one")
        case EACCES:
            return Failure("port \(port) on \(host) needs rights of the administrator", hint: "give one above 1023")
        default:
            return Failure("cannot listen on port \(port) of `\(host)`: \(String(cString: strerror(error.errnoCode)))")
        }
    }
}
