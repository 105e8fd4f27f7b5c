internal import MLKitCore
internal import NIOCore

extension Connection {
    // MARK: Serving

    func serve(_ request: Request, _ head: RequestHead) {
        let id = core.observer.identify(head.fields[.requestID])
        let exchange = Exchange(request, head, id: id, begun: .now())
        enter(.answering)
        if isSmall(request), !core.service.isLong(request) {
            let cancellation = cancellation()
            let response = core.service.respond(to: request, cancellation)
            cancellation.release()
            answer(response, exchange)
        } else if let refusal = charge(request.body.count) {
            answer(refusal, exchange)
        } else {
            serveOnPool(request, exchange)
        }
    }

    /// Whether the request costs less than handing it to another thread. What is packed, or as bytes of tensors, has
    /// more values for its length than JSON.
    private func isSmall(_ request: Request) -> Bool {
        if request.body.count <= core.limits.small / 16 { return !request.fields.contains(.contentEncoding) }
        let isDense = request.fields.contains(.inferenceHeaderLength) || request.fields.contains(.contentEncoding)
        return request.body.count <= core.limits.small && !isDense
    }

    private func cancellation() -> Cancellation { Cancellation(budget: core.budget, free: core.limits.small) }

    private func serveOnPool(_ request: Request, _ exchange: Exchange) {
        guard let loop = context?.eventLoop else { return }
        let cancellation = cancellation()
        let connection = NIOLoopBound(self, eventLoop: loop)
        // The bytes are held by the work, which may last longer than the connection.
        let (held, core) = (charged, core)
        charged = 0
        let isTaken = core.queue.run(exchange, on: loop) {
            cancellation.isCancelled ? .error(.deadlinePassed, "") : core.service.respond(to: request, cancellation)
        } finish: { response in
            core.budget.giveBack(held)
            cancellation.release()
            connection.value.finish(response, cancellation)
        }
        if isTaken {
            work = Work(exchange: exchange, cancellation: cancellation)
        } else {
            core.budget.giveBack(held)
            answer(.busy(.tooManyRequests, "too many requests wait to be answered"), exchange)
        }
    }

    private func finish(_ response: Response, _ cancellation: Cancellation) {
        guard let work, work.cancellation === cancellation else { return }
        if age(at: .now()) > core.limits.deadline { return passDeadline() }
        self.work = nil
        answer(response, work.exchange)
        advance()
    }

    // MARK: Answering

    /// Answers what is no request, or none that is wanted, as the last of this connection.
    func refuse(_ response: Response) {
        let id = core.observer.identify(reader.head?.fields[.requestID])
        answer(response, reader.head.map { Exchange(refused: $0, id: id, begun: since) } ?? Exchange(brokenWithID: id, begun: since))
    }

    private func answer(_ response: Response, _ exchange: Exchange) {
        guard let context, phase != .closed else { return }
        releaseCharge()
        var response = response
        let held = max(response.body.count - core.limits.small, 0)
        let isHeld = core.budget.take(held)
        if !isHeld { response = core.budget.refusal(of: held) }
        let closes = isEnd(exchange)
        let envelope = Response.Envelope(
            withBody: exchange.method != "HEAD", connection: closes ? "close" : exchange.isOld ? "keep-alive" : nil,
            date: group.date, requestID: exchange.requestID)
        var buffer = context.channel.allocator.buffer(capacity: 320 + (envelope.withBody ? response.body.count : 0))
        response.write(to: &buffer, envelope)
        core.observer.observe(response, exchange, sent: buffer.readableBytes, at: group.time)
        write(buffer, held: isHeld ? held : 0, closes: closes, context)
    }

    /// Whether this is the last answer. While the server drains, a connection ends with the request that is the
    /// last for now, not before requests that have arrived behind it.
    private func isEnd(_ exchange: Exchange) -> Bool {
        if !exchange.keepsAlive { return true }
        return input.readableBytes == 0 && (core.isDraining || isInputEnded)
    }

    private func write(_ buffer: ByteBuffer, held: Int, closes: Bool, _ context: ChannelHandlerContext) {
        guard closes || held > 0 else {
            context.write(wrapOutboundOut(buffer), promise: nil)
            return enter(context.channel.isWritable ? .idle : .sending)
        }
        let written = context.writeAndFlush(wrapOutboundOut(buffer))
        let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
        enter(closes || !context.channel.isWritable ? .sending : .idle)
        isLast = isLast || closes
        if closes { input = ByteBuffer() }
        written.whenComplete { [core] _ in
            core.budget.giveBack(held)
            if closes { connection.value.linger() }
        }
    }

    // MARK: Ends

    /// Closes our side, and the whole when the client closes its own, or a little later: closing at once, with
    /// bytes of the client unread, would make the system reset the connection, and the answer might be lost.
    private func linger() {
        guard let context, phase != .closed else { return }
        if isInputEnded { return close() }
        enter(.lingering)
        context.close(mode: .output, promise: nil)
        context.read()
    }

    /// Ends what has taken too long.
    func look(at now: NIODeadline) {
        let limits = core.limits
        let age = age(at: now)
        switch phase {
        case .idle:
            if wasIdle, age > (core.isDraining ? min(0.5, limits.idleTime) : limits.idleTime) { close() }
            wasIdle = true
        case .head: if age > limits.headTime { timeOut("the head of the request did not arrive in time") }
        case .body: if age > limits.bodyTime { timeOut("the body of the request did not arrive in time") }
        case .answering: if age > limits.deadline { passDeadline() }
        case .sending: if age > limits.sendTime { close() }
        case .lingering: if age > 2 { close() }
        case .closed: break
        }
    }

    /// Seconds since the phase began.
    private func age(at now: NIODeadline) -> Double { Double((now - since).nanoseconds) / 1e9 }

    private func timeOut(_ message: String) { refuse(.error(.requestTimeout, message)) }

    private func passDeadline() {
        guard let work else { return }
        work.cancellation.cancel()
        self.work = nil
        isLast = true
        input = ByteBuffer()
        var exchange = work.exchange
        exchange.keepsAlive = false
        answer(.busy(.deadlinePassed, "the request took longer than \(core.limits.deadline) s"), exchange)
        context?.flush()
    }
}
