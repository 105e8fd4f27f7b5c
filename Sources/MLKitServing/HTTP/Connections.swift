internal import NIOCore
internal import Synchronization

/// The connections that are open, so that stopping can wait for them.
final class Connections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    func add(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        let isStopping = state.withLock { state in
            state.channels[key] = channel
            return state.isStopping
        }
        channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.channels[key] = nil } }
        if isStopping { channel.close(promise: nil) }
    }

    /// Asks every connection to end when it has answered.
    ///
    /// - Returns: done when all have ended.
    func drain(on loop: any EventLoop) -> EventLoopFuture<Void> {
        let open = stopAndList()
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        return .andAllComplete(open.map(\.closeFuture), on: loop)
    }

    /// Closes every connection at once.
    func cut() {
        for channel in stopAndList() { channel.close(promise: nil) }
    }

    private func stopAndList() -> [any Channel] {
        state.withLock { state in
            state.isStopping = true
            return Array(state.channels.values)
        }
    }
}
