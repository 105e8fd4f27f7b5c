internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Serves one connection: answers its requests one after the other, in the order they came.
///
/// Requests that arrive while one is being answered wait; when many wait, nothing more is read from the
/// socket. What cannot be understood is answered in its turn, and is the last answer of the connection.
final class ConnectionHandler: ChannelInboundHandler, ChannelOutboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// One answer that is owed.
    private enum Turn {
        case request(Request)
        case refusal(Response)
    }

    private let service: any Service
    private let limits: ServerLimits
    private let pool: NIOThreadPool
    private var assembler: RequestAssembler
    private var turns = CircularBuffer<Turn>()
    /// A request is being answered on the thread pool.
    private var isBusy = false
    /// `serveTurns` is at work further up the stack.
    private var isServing = false
    /// No further request is taken from this connection.
    private var isLast = false
    /// The server is stopping: the request that is now coming in is the last.
    private var isStopping = false
    private var holdsRead = false

    init(service: any Service, limits: ServerLimits, pool: NIOThreadPool) {
        self.service = service
        self.limits = limits
        self.pool = pool
        assembler = RequestAssembler(limits: limits)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isLast else { return }
        switch assembler.take(unwrapInboundIn(data)) {
        case .nothing: break
        case .expectation: grantBody(context)
        case .request(let request, let keepAlive): take(.request(request), isLast: isStopping || !keepAlive, context)
        case .refusal(let response): take(.refusal(response), isLast: true, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
        guard !isLast else { return }
        take(.refusal(refusal(of: error)), isLast: true, context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: endAfterTurns(context)
        case is ChannelShouldQuiesceEvent: stop(context)
        case is IdleStateHandler.IdleStateEvent: endSilence(context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func read(context: ChannelHandlerContext) {
        if turns.count < limits.pipelined { context.read() } else { holdsRead = true }
    }

    private func refusal(of error: HTTPParserError) -> Response {
        if error == .headerOverflow { return .error(.headersTooLarge, "a header is too long, or there are too many") }
        return .error(.badRequest, "the request is not valid HTTP/1.1")
    }

    // MARK: Turns

    private func take(_ turn: Turn, isLast: Bool, _ context: ChannelHandlerContext) {
        self.isLast = isLast
        turns.append(turn)
        serveTurns(context)
    }

    private func serveTurns(_ context: ChannelHandlerContext) {
        guard !isServing else { return }
        isServing = true
        defer { isServing = false }
        while !isBusy, let turn = turns.popFirst() { serve(turn, context) }
        if holdsRead, turns.count < limits.pipelined {
            holdsRead = false
            context.read()
        }
    }

    private func serve(_ turn: Turn, _ context: ChannelHandlerContext) {
        switch turn {
        case .refusal(let response):
            write(response, withBody: true, context)
        case .request(let request) where request.body.count <= limits.inlineBody:
            write(service.respond(to: request), withBody: request.method != "HEAD", context)
        case .request(let request):
            serveOnPool(request, context)
        }
    }

    private func serveOnPool(_ request: Request, _ context: ChannelHandlerContext) {
        isBusy = true
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let answer = pool.runIfActive(eventLoop: context.eventLoop) { [service] in service.respond(to: request) }
        answer.whenComplete { result in
            let (handler, context) = bound.value
            let stopped = Response.error(.internalError, "the server is stopping")
            handler.isBusy = false
            handler.write((try? result.get()) ?? stopped, withBody: request.method != "HEAD", context)
            handler.serveTurns(context)
        }
    }

    private func write(_ response: Response, withBody: Bool, _ context: ChannelHandlerContext) {
        let closes = isLast && turns.isEmpty
        var buffer = context.channel.allocator.buffer(capacity: 160 + response.body.count)
        response.write(to: &buffer, withBody: withBody, close: closes)
        guard closes else { return context.writeAndFlush(wrapOutboundOut(buffer), promise: nil) }
        linger(after: context.writeAndFlush(wrapOutboundOut(buffer)), context.channel)
    }

    private func grantBody(_ context: ChannelHandlerContext) {
        guard turns.isEmpty, !isBusy else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
    }

    // MARK: Ends

    /// Closes our side, and the whole a little later: closing at once, with bytes of the client unread, would
    /// make the system reset the connection, and the client might never see the answer.
    private func linger(after written: EventLoopFuture<Void>, _ channel: any Channel) {
        written.whenComplete { _ in
            channel.close(mode: .output, promise: nil)
            channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        }
    }

    private func stop(_ context: ChannelHandlerContext) {
        isStopping = true
        if !assembler.isInside { endAfterTurns(context) }
    }

    /// No more is to come: what was asked is still answered.
    private func endAfterTurns(_ context: ChannelHandlerContext) {
        isLast = true
        guard turns.isEmpty, !isBusy else { return }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in channel.close(promise: nil) }
    }

    private func endSilence(_ context: ChannelHandlerContext) {
        guard turns.isEmpty, !isBusy else { return }
        guard assembler.isInside, !isLast else { return context.close(promise: nil) }
        take(.refusal(.error(.requestTimeout, "the request did not arrive in time")), isLast: true, context)
    }
}
