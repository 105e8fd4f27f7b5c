internal import MLKitCore
internal import NIOCore

/// One connection: takes its requests one after the other, each when the one before has been answered.
///
/// A request is taken out of what was read only when it can be answered. While an answer is in work, or waits for
/// its reader, nothing is taken, and when 64 KiB lie there nothing more is read from the socket: a client that
/// sends without reading waits for itself. All of a connection happens on its event loop.
final class Connection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        case idle, head, body, answering, sending, lingering, closed
    }

    let core: ServerCore
    let group: ConnectionGroup
    var context: ChannelHandlerContext?
    var input = ByteBuffer()
    var reader: RequestReader
    private(set) var phase = Phase.idle
    /// When the phase began.
    private(set) var since: NIODeadline
    /// The request on the thread pool.
    var work: Work?
    /// Bytes of the shared memory that the body being read takes.
    var charged = 0
    /// No further request is taken.
    var isLast = false
    /// The client has said that it sends no more.
    var isInputEnded = false
    private var hasAsked = false
    private var holdsRead = false
    private var isAdvancing = false
    /// Whether it goes on when others have had their turn.
    var awaitsTurn = false
    /// Whether it was idle when it was last looked at: since then there was time to read what had arrived.
    var wasIdle = false

    /// A request that is being answered on another thread.
    struct Work {
        let exchange: Exchange
        let cancellation: Cancellation
    }

    /// Bytes that may lie unread before no more are taken from the socket.
    private static let inputLimit = 64 << 10
    /// Requests that are answered before other connections have their turn.
    private static let turnLimit = 8

    init(_ core: ServerCore, _ group: ConnectionGroup) {
        self.core = core
        self.group = group
        since = .now()
        reader = RequestReader(limits: core.limits)
    }

    /// How much the connection should be spared when another is to be closed; `nil` if it must be.
    var worth: Int? {
        switch phase {
        case .idle: hasAsked ? 1 : 0
        case .head, .body: 2
        case .lingering: 0
        case .answering, .sending, .closed: nil
        }
    }

    func enter(_ next: Phase) {
        guard next != phase, phase != .closed else { return }
        phase = next
        wasIdle = false
        since = .now()
        if next == .answering { hasAsked = true }
    }

    // MARK: Events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    /// All that is told of a channel that was closed before it became active.
    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isLast else { return }
        var bytes = unwrapInboundIn(data)
        if input.readableBytes == 0 { input = bytes } else { input.writeBuffer(&bytes) }
        advance()
    }

    func read(context: ChannelHandlerContext) {
        if isLast || input.readableBytes < Self.inputLimit { context.read() } else { holdsRead = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            if phase == .sending { enter(.idle) }
            advance()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else { return }
        isInputEnded = true
        if phase == .lingering { close() } else { advance() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { close() }

    func channelInactive(context: ChannelHandlerContext) { end() }

    private func end() {
        enter(.closed)
        isLast = true
        work?.cancellation.cancel()
        work = nil
        releaseCharge()
        input = ByteBuffer()
        group.remove(self)
    }

    func close() { context?.close(promise: nil) }

    // MARK: Taking requests

    /// Takes and answers what has arrived, as far as it can be now.
    func advance() {
        guard !isAdvancing, let context else { return }
        isAdvancing = true
        var turns = 0
        while takesRequests, context.channel.isWritable, turns < Self.turnLimit, takeNext() { turns += 1 }
        isAdvancing = false
        context.flush()
        if turns == Self.turnLimit { group.advanceInTurn(self) }
        guard holdsRead, isLast || input.readableBytes < Self.inputLimit else { return }
        holdsRead = false
        context.read()
    }

    private var takesRequests: Bool {
        switch phase {
        case .idle, .head, .body: !isLast
        default: false
        }
    }

    /// - Returns: false if there is nothing to be taken for now.
    private func takeNext() -> Bool {
        do {
            switch try reader.next(&input) {
            case .nothing: return try waitForMore()
            case .expectation: grantBody()
            case .head(let head): try look(at: head)
            case .request(let request, let head): serve(request, head)
            }
        } catch {
            let refusal = error as? Refusal ?? Refusal(.internalError, "the request could not be read")
            refuse(refusal.response)
        }
        return true
    }

    private func waitForMore() throws -> Bool {
        if reader.isInBody {
            if let refusal = charge(reader.held) { throw Refusal(response: refusal) }
            enter(.body)
        } else {
            enter(reader.isInHead || input.readableBytes > 0 ? .head : .idle)
        }
        guard isInputEnded else { return false }
        if phase != .idle { throw Refusal(.badRequest, "the request ends before it is whole") }
        isLast = true
        group.closeInTurn(self)
        return false
    }

    /// Spares a large body that would be read for nothing.
    private func look(at head: RequestHead) throws {
        enter(.body)
        if case .length(let length) = head.framing, length <= core.limits.small, !head.expectsContinue { return }
        let request = Request(method: head.method, target: head.target, fields: head.fields)
        if let response = core.service.refuse(request) { throw Refusal(response: response) }
        if case .length(let length) = head.framing, length - core.limits.small > core.budget.limit {
            throw Refusal(response: core.budget.refusal(of: length - core.limits.small))
        }
    }

    private func grantBody() {
        context?.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
    }

    /// Counts what a request holds; up to the size of a small one it is free.
    ///
    /// - Returns: what to answer where there is no room for it.
    func charge(_ bytes: Int) -> Response? {
        let more = max(bytes - core.limits.small, 0) - charged
        guard more > 0 else { return nil }
        guard core.budget.take(more) else { return core.budget.refusal(of: charged + more) }
        charged += more
        return nil
    }

    func releaseCharge() {
        core.budget.giveBack(charged)
        charged = 0
    }
}
