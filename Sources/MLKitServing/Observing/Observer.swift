public import MLKitCore
internal import MLKitONNX
internal import NIOCore
internal import Synchronization

/// Takes note of what the server does: counts it, logs it, and tells what went wrong.
public final class Observer: Sendable {
    let metrics = Metrics()
    /// The time in seconds since 1970.
    let seconds: @Sendable () -> Int
    private let reports: Outbox<Diagnostic>
    private let log: Outbox<[UInt8]>?
    /// What is asked and answered, where that is to be kept.
    let predictions: PredictionLog?
    private let seed: UInt64
    private let number = Atomic<UInt64>(0)
    private let watched = Mutex<ServerCore?>(nil)

    /// - Parameters:
    ///   - seconds: the clock.
    ///   - seed: makes the request ids of this server others than those of the next.
    ///   - accessLog: takes lines of the access log; called from a thread of its own, and may be slow. There is none if `nil`.
    ///   - predictionLog: takes lines of what models were asked and answered, as `accessLog` does.
    ///   - report: takes what went wrong on our side, as `accessLog` does; the client is only told that something did.
    public init(
        seconds: @escaping @Sendable () -> Int = { 0 }, seed: UInt64 = 0,
        accessLog: (@Sendable ([UInt8]) -> Void)? = nil, predictionLog: (@Sendable ([UInt8]) -> Void)? = nil,
        report: @escaping @Sendable (Diagnostic) -> Void = { _ in }
    ) {
        self.seconds = seconds
        self.seed = seed
        reports = Outbox(limit: 256, dropped: metrics.droppedReports) { $0.forEach(report) }
        let dropped = metrics.droppedLines
        predictions = predictionLog.map { PredictionLog(dropped: dropped, write: $0) }
        log = accessLog.map { write in Outbox(limit: 8192, dropped: dropped) { write(Array($0.joined())) } }
    }

    func watch(_ core: ServerCore) { watched.withLock { $0 = core } }

    /// Waits until all has been written that is taken within two seconds.
    public func stop() {
        watched.withLock { $0 = nil }
        log?.flush(within: 2)
        predictions?.flush(within: 2)
        reports.flush(within: 2)
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
    ///
    /// - Parameter time: for the log, as ISO 8601.
    func observe(_ response: Response, _ exchange: Exchange, sent: Int, at time: String) {
        let nanoseconds = Int((NIODeadline.now() - exchange.begun).nanoseconds)
        // What was refused before the service was asked has a route all the same.
        metrics.count(response.route == .none ? exchange.route : response.route, response.status, nanoseconds: nanoseconds)
        if response.status == .internalError { tell(response, exchange) }
        if let log { log.add(line(response, exchange, nanoseconds, sent, time)) }
    }

    /// Tells what went wrong outside of any request.
    @Sendable public func tell(_ diagnostic: Diagnostic) { reports.add(diagnostic) }

    private func tell(_ response: Response, _ exchange: Exchange) {
        let notes = ["request `\(exchange.requestID)`: \(exchange.method) \(exchange.path.shortened.onOneLine)"]
        tell(Failure(response.cause ?? "a request could not be answered", notes: notes).diagnostics[0])
    }

    /// One line of JSON for each answer:
    ///
    /// ```
    /// {"time":"2026-01-31T12:00:00Z","id":"…","method":"POST","path":"/predict","status":200,"ms":0.412,"received":250,"sent":310}
    /// ```
    ///
    /// `trace` and `parent` follow where the client sent a valid `traceparent`, `cause` where the server failed. Written by
    /// hand: a tree of JSON for each line would cost as much as the rest of the request.
    private func line(_ response: Response, _ exchange: Exchange, _ nanoseconds: Int, _ sent: Int, _ time: String) -> [UInt8] {
        var line = JSONOutput(capacity: 224)
        line.put("{\"time\":\"")
        line.put(raw: time)
        line.put("\",\"id\":")
        line.put(text: exchange.requestID)
        line.put(",\"method\":")
        line.put(text: exchange.method)
        line.put(",\"path\":")
        line.put(text: exchange.path.shortened)
        line.put(",\"status\":")
        line.put(response.status.rawValue)
        line.put(",\"ms\":")
        line.put(Double(nanoseconds / 1000) / 1000)
        line.put(",\"received\":")
        line.put(exchange.received)
        line.put(",\"sent\":")
        line.put(sent)
        if let trace = exchange.traceparent.flatMap(TraceContext.init) {
            line.put(",\"trace\":")
            line.put(text: trace.trace)
            line.put(",\"parent\":")
            line.put(text: trace.parent)
        }
        if let cause = response.cause {
            line.put(",\"cause\":")
            line.put(text: cause)
        }
        line.put("}\n")
        return line.bytes
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
        write(repository.models, to: &page)
        page.family("mlkit_build_info", "gauge", "the version of the server")
        page.sample("mlkit_build_info", [("version", Version.current)], 1)
        let counts = repository.loadCounts
        page.single("mlkit_model_loads_total", "counter", "versions that were taken into service", counts.loads)
        page.single("mlkit_model_load_failures_total", "counter", "versions that could not be", counts.failures)
        text += page.text
        return text
    }

    /// How far what models are asked and answer is from what they were tried on.
    private func write(_ models: [ServedModel], to page: inout MetricsPage) {
        let found = models.flatMap { model in (model.drift?.readings ?? []).map { (model, $0) } }
        guard !found.isEmpty else { return }
        func write(_ name: String, _ help: String, _ value: (DriftWatch.Reading) -> Double) {
            page.family(name, "gauge", help)
            for (model, reading) in found {
                let labels = [("name", model.name), ("version", model.version), ("role", reading.role.rawValue), ("column", reading.name)]
                page.sample(name, labels, value(reading))
            }
        }
        write("mlkit_drift_index", "population stability index of a column in the last full window, beside the bundle's rows", \.index)
        write("mlkit_drift_alarm", "whether that is at or beyond the alarm, and more than chance") { $0.isAlarming ? 1 : 0 }
    }
}
