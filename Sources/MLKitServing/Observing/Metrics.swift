/// What the server counts of its requests.
final class Metrics: Sendable {
    /// By route and status.
    private let answers: [[Counter]]
    private let latencies = Route.allCases.map { _ in Histogram() }
    /// Answers that are the server's own fault, by cause.
    let faults = Fault.allCases.map { _ in Counter() }
    /// Lines of the access log that were dropped because its reader was slow.
    let droppedLines = Counter()
    /// What was not told of faults, because its reader was slow.
    let droppedReports = Counter()

    /// The kinds of the server's own faults.
    enum Fault: Int, CaseIterable, Sendable {
        case model, notFinite, notText, other

        var name: String {
            switch self {
            case .model: "model"
            case .notFinite: "not_finite"
            case .notText: "not_text"
            case .other: "other"
            }
        }
    }

    private static let positions: [Int: Int] = Dictionary(
        uniqueKeysWithValues: Response.Status.allCases.enumerated().map { ($1.rawValue, $0) })

    init() {
        answers = Route.allCases.map { _ in Response.Status.allCases.map { _ in Counter() } }
    }

    func count(_ route: Route, _ status: Response.Status, nanoseconds: Int) {
        answers[route.rawValue][Self.positions[status.rawValue] ?? 0].add()
        latencies[route.rawValue].add(nanoseconds)
    }

    func count(_ fault: Fault) { faults[fault.rawValue].add() }

    /// In Prometheus' text format, version 0.0.4.
    ///
    /// - Parameter gauges: what is as it is now, by name, with what it tells.
    func text(gauges: [(name: String, help: String, value: Double)]) -> String {
        var page = MetricsPage()
        page.family("mlkit_requests_total", "counter", "answers by route and status")
        for route in Route.allCases {
            for (status, counter) in zip(Response.Status.allCases, answers[route.rawValue]) where counter.value > 0 {
                page.sample("mlkit_requests_total", [("route", route.name), ("code", "\(status.rawValue)")], counter.value)
            }
        }
        page.family("mlkit_request_seconds", "histogram", "seconds from the last byte of a request to its answer")
        for route in Route.allCases where latencies[route.rawValue].count > 0 {
            latencies[route.rawValue].write(to: &page, "mlkit_request_seconds", [("route", route.name)])
        }
        page.family("mlkit_faults_total", "counter", "answers that are the server's own fault, by cause")
        for fault in Fault.allCases { page.sample("mlkit_faults_total", [("cause", fault.name)], faults[fault.rawValue].value) }
        page.single("mlkit_log_lines_dropped_total", "counter", "lines of the access log that nobody took", droppedLines.value)
        page.single("mlkit_reports_dropped_total", "counter", "messages on standard error that nobody took", droppedReports.value)
        for gauge in gauges {
            page.family(gauge.name, "gauge", gauge.help)
            page.sample(gauge.name, [], gauge.value)
        }
        return page.text
    }
}
