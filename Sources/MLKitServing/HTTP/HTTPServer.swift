internal import Glibc
internal import MLKitCore
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// An HTTP/1.1 server on swift-nio: one service on one address.
///
/// NIO's request decoder and one plain handler per connection: a third of the processor time that a web
/// framework takes for a request, and the prediction path needs nothing of what a framework adds.
public final class HTTPServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let pool: NIOThreadPool
    private let listener: any Channel
    private let connections: Connections

    /// Binds and begins to serve.
    ///
    /// - Parameters:
    ///   - port: 0 for one that is free.
    ///   - threads: event loops, and as many threads for large requests; at least 1.
    /// - Throws: `Failure` if the address cannot be listened on.
    public init(
        service: any Service, host: String = "127.0.0.1", port: Int, threads: Int = 1,
        limits: ServerLimits = ServerLimits()
    ) throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(threads, 1))
        let pool = NIOThreadPool(numberOfThreads: max(threads, 1))
        let connections = Connections()
        let bootstrap = Self.bootstrap(group) { channel in
            connections.add(channel)
            return channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                let decoder = HTTPRequestDecoder(limitConfiguration: limits.decoder)
                try pipeline.addHandler(ByteToMessageHandler(decoder))
                try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(Int64(limits.idleSeconds))))
                try pipeline.addHandler(ConnectionHandler(service: service, limits: limits, pool: pool))
            }
        }
        do {
            listener = try bootstrap.bind(host: host, port: port).wait()
        } catch {
            try? group.syncShutdownGracefully()
            throw Self.failure(error, host, port)
        }
        pool.start()
        self.group = group
        self.pool = pool
        self.connections = connections
    }

    /// The port that is listened on.
    public var port: Int { listener.localAddress?.port ?? 0 }

    /// Stops accepting, answers what was asked, and ends; after `seconds` connections that still stand are cut.
    public func stop(within seconds: Int = 10) {
        try? listener.close().wait()
        let ended = connections.drain(on: group.next())
        let cut = group.next().scheduleTask(in: .seconds(Int64(seconds))) { [connections] in connections.cut() }
        try? ended.wait()
        cut.cancel()
        try? pool.syncShutdownGracefully()
        try? group.syncShutdownGracefully()
    }

    private static func bootstrap(
        _ group: MultiThreadedEventLoopGroup,
        _ initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer(initializer)
    }

    private static func failure(_ error: any Error, _ host: String, _ port: Int) -> Failure {
        guard let error = error as? IOError else {
            return Failure("cannot listen on `\(host)`", notes: ["\(error)"], hint: "give an address of this machine")
        }
        switch error.errnoCode {
        case EADDRINUSE:
            return Failure("port \(port) on \(host) is in use", hint: "give another with --port, or 0 for a free one")
        case EACCES:
            return Failure("port \(port) on \(host) needs rights of the administrator", hint: "give one above 1023")
        default:
            return Failure("cannot listen on `\(host)` port \(port)", notes: ["\(error)"])
        }
    }
}
