public import MLKitCore
internal import NIOCore
internal import Synchronization

/// Takes note of what the server does: counts it, logs it, and tells what went wrong.
public final class Observer: Sendable {
    let metrics = Metrics()
    /// The time in seconds since 1970.
    let seconds: @Sendable () -> Int
    private let report: @Sendable (Diagnostic) -> Void
    private let log: AccessLog?
    private let seed: UInt64
    private let number = Atomic<UInt64>(0)
    private let watched = Mutex<ServerCore?>(nil)

    /// - Parameters:
    ///   - seconds: the clock.
    ///   - seed: makes the request ids of this server others than those of the next.
    ///   - accessLog: takes lines of the access log; called from one thread. There is none if `nil`.
    ///   - report: takes what went wrong on our side; the client is only told that something did.
    public init(
        seconds: @escaping @Sendable () -> Int = { 0 }, seed: UInt64 = 0,
        accessLog: (@Sendable ([UInt8]) -> Void)? = nil, report: @escaping @Sendable (Diagnostic) -> Void = { _ in }
    ) {
        self.seconds = seconds
        self.seed = seed
        self.report = report
        let dropped = metrics.droppedLines
        log = accessLog.map { AccessLog(dropped: { dropped.add() }, write: $0) }
    }

    func watch(_ core: ServerCore) { watched.withLock { $0 = core } }

    /// Ends the access log when all has been written.
    public func stop() {
        watched.withLock { $0 = nil }
        log?.stop()
    }

    /// The client's id of a request if it is sound, else one of our own, 12 hexadecimal digits.
    func identify(_ given: String?) -> String {
        if let given, (1...128).contains(given.utf8.count), given.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 }) {
            return given
        }
        let (_, count) = number.wrappingAdd(1, ordering: .relaxed)
        // An odd factor maps no two numbers to one.
        let mixed = (seed &+ count) &* 0x9E37_79B9_7F4A_7C15
        var text = String(mixed >> 16, radix: 16)
        while text.utf8.count < 12 { text = "0" + text }
        return text
    }

    /// Takes note of an answer that is about to be sent.
    func observe(_ response: Response, _ exchange: Exchange, sent: Int) {
        let nanoseconds = Int((NIODeadline.now() - exchange.begun).nanoseconds)
        metrics.count(response.route, response.status, nanoseconds: nanoseconds)
        if response.status == .internalError { tell(response, exchange) }
        log?.add(line(response, exchange, nanoseconds, sent))
    }

    /// Tells what went wrong outside of any request.
    func tell(_ diagnostic: Diagnostic) { report(diagnostic) }

    private func tell(_ response: Response, _ exchange: Exchange) {
        let notes = ["request `\(exchange.requestID)`: \(exchange.method) \(exchange.path.shortened.onOneLine)"]
        report(Failure(response.cause ?? "a request could not be answered", notes: notes).diagnostics[0])
    }

    private func line(_ response: Response, _ exchange: Exchange, _ nanoseconds: Int, _ sent: Int) -> [UInt8] {
        var members: [JSON.Member] = [
            .init("time", .string(Timestamp(seconds: seconds()).description)), .init("id", .string(exchange.requestID)),
            .init("method", .string(exchange.method)), .init("path", .string(exchange.path.shortened)),
            .init("status", .int(response.status.rawValue)), .init("ms", .double(Double(nanoseconds / 1000) / 1000)),
            .init("received", .int(exchange.received)), .init("sent", .int(sent)),
        ]
        if let trace = exchange.traceparent.flatMap(TraceContext.init) {
            members += [.init("trace", .string(trace.trace)), .init("parent", .string(trace.parent))]
        }
        if let cause = response.cause { members.append(.init("cause", .string(cause))) }
        return JSON.object(members).compactBytes + [0x0A]
    }

    /// The page of metrics.
    func page(_ repository: ModelRepository) -> String {
        let core = watched.withLock { $0 }
        var text = metrics.text(gauges: [
            ("mlkit_waiting", "requests that wait for a thread", Double(core?.queue.waiting ?? 0)),
            ("mlkit_connections", "open connections", Double(core?.connections.load(ordering: .relaxed) ?? 0)),
            ("mlkit_held_bytes", "bytes of requests and answers that are held", Double(core?.budget.used ?? 0)),
            ("mlkit_resident_bytes", "memory of the process", Double(ProcessMemory.resident() ?? 0)),
        ])
        var page = MetricsPage()
        page.family("mlkit_model_info", "gauge", "the versions that are served")
        for model in repository.models { page.sample("mlkit_model_info", [("name", model.name), ("version", model.version)], 1) }
        page.family("mlkit_build_info", "gauge", "the version of the server")
        page.sample("mlkit_build_info", [("version", Version.current)], 1)
        let counts = repository.loadCounts
        page.single("mlkit_model_loads_total", "counter", "versions that were taken into service", counts.loads)
        page.single("mlkit_model_load_failures_total", "counter", "versions that could not be", counts.failures)
        text += page.text
        return text
    }
}
