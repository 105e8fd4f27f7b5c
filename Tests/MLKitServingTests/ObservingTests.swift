import Glibc
import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature
import Synchronization
import Testing

/// Metrics, the access log, and what is told of faults.
struct ObservingTests {
    private final class Lines: Sendable {
        let bytes = Mutex([UInt8]())
        let told = Mutex([Diagnostic]())

        var log: [JSON] {
            bytes.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }
        }
    }

    private struct BrokenEngine: InferenceEngine {
        let inputs = [ValueDescription(name: "x", type: .double, shape: ["N", 1])]
        let outputs = [ValueDescription(name: "prediction", type: .double, shape: ["N", 1])]
        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] { throw Failure("out of memory", notes: ["at node 7"]) }
    }

    private func observed(_ body: (Client) throws -> Void) throws -> Lines {
        let lines = Lines()
        let observer = Observer(seconds: { 784_111_777 }, seed: 7) { piece in lines.bytes.withLock { $0 += piece } } report: { told in
            lines.told.withLock { $0.append(told) }
        }
        let manifest = BundleManifest(
            name: "broken", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: .number)], files: [])
        let repository = ModelRepository([try ServedModel(manifest: manifest, engine: BrokenEngine())])
        let server = try HTTPServer(service: ModelService(repository, observer: observer), port: 0, observer: observer)
        let client = try Client(port: server.port)
        try body(client)
        server.stop(within: 1)
        observer.stop()
        return lines
    }

    private let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func logsEveryAnswer() throws {
        let lines = try observed { client in
            client.post("/predict?a", "[]", headers: "x-request-id: abc-1\r\ntraceparent: \(trace)\r\n")
            #expect(client.answer()?.headers["x-request-id"] == "abc-1")
            client.post("/nothing", "", headers: "traceparent: 00-zz-00-01\r\nx-request-id: a b\r\n")
            let own = client.answer()?.headers["x-request-id"]
            #expect(own?.count == 12)
            client.send("GET / HTTP/9.9\r\n\r\n")
            #expect(client.answer()?.headers["date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
        }
        let log = lines.log
        try #require(log.count == 3)
        #expect(log[0]["time"] == "1994-11-06T08:49:37Z")
        #expect(log[0]["id"] == "abc-1")
        #expect(log[0]["method"] == "POST")
        #expect(log[0]["path"] == "/predict")
        #expect(log[0]["status"] == 200)
        #expect(log[0]["received"] == 2)
        #expect(log[0]["trace"] == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(log[0]["parent"] == "00f067aa0ba902b7")
        #expect(log[1]["status"] == 404 && log[1]["trace"] == nil)
        #expect(log[2]["status"] == 505)
    }

    /// Nobody reads what the server writes: it answers on, counts what is lost, and ends.
    @Test func whatNobodyReadsHoldsNothingUp() throws {
        let isStuck = Flag()
        isStuck.set()
        defer { isStuck.clear() }
        let observer = Observer(seconds: { 0 }, seed: 0) { _ in
            for _ in 0..<60_000 where isStuck.isSet { usleep(1000) }
        } report: { _ in
            for _ in 0..<60_000 where isStuck.isSet { usleep(1000) }
        }
        let manifest = BundleManifest(
            name: "broken", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: .number)], files: [])
        let repository = ModelRepository([try ServedModel(manifest: manifest, engine: BrokenEngine())])
        let server = try HTTPServer(service: ModelService(repository, observer: observer), port: 0, observer: observer)
        let client = try Client(port: server.port)
        for _ in 0..<10_000 {
            client.post("/predict", #"{"x":1}"#)
            #expect(client.answer()?.status == 500)
        }
        client.send("GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n")
        let page = client.answer()?.body.split(separator: "\n") ?? []
        for name in ["mlkit_log_lines_dropped_total", "mlkit_reports_dropped_total"] {
            let line = page.first { $0.hasPrefix(name + " ") }
            #expect(line.flatMap { Int($0.dropFirst(name.utf8.count + 1)) } ?? 0 > 0, "\(name)")
        }
        server.stop(within: 1)
        observer.stop()
        #expect(isStuck.isSet)
    }

    /// What is refused by its head, comes too late or in too great a number is counted as what it was for.
    @Test func countsRefusalsByTheirRoutes() throws {
        struct SlowEngine: InferenceEngine {
            let inputs = [ValueDescription(name: "x", type: .double, shape: ["N", 1])]
            let outputs = [ValueDescription(name: "prediction", type: .double, shape: ["N", 1])]
            func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
                usleep(2_000_000)
                return inputs
            }
        }
        let manifest = BundleManifest(
            name: "slow", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: .number)], files: [])
        let observer = Observer()
        let limits = ServerLimits {
            $0.deadline = 0.3
            $0.waiting = 0
        }
        let repository = ModelRepository([try ServedModel(manifest: manifest, engine: SlowEngine())])
        let server = try HTTPServer(
            service: ModelService(repository, limits: limits, observer: observer), port: 0, limits: limits, observer: observer)
        defer { server.stop(within: 5) }
        let body = #"{"x":1}"# + String(repeating: " ", count: 40_000)
        let clients = try (0..<3).map { _ in try Client(port: server.port) }
        for client in clients {
            client.post("/predict", body)
            usleep(50_000)
        }
        #expect(clients.compactMap { $0.answer()?.status }.sorted() == [429, 504, 504])
        let large = try Client(port: server.port)
        large.send("POST /v2/models/slow/infer HTTP/1.1\r\nhost: x\r\nx-request-id: r1\r\ncontent-length: 99999999\r\n\r\n")
        let refused = large.answer()
        #expect(refused?.status == 413)
        #expect(refused?.headers["x-request-id"] == "r1")
        let client = try Client(port: server.port)
        client.send("GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n")
        let page = client.answer()?.body ?? ""
        for line in [
            #"mlkit_requests_total{route="predict",code="429"} 1"#, #"mlkit_requests_total{route="predict",code="504"} 2"#,
            #"mlkit_requests_total{route="infer",code="413"} 1"#,
        ] { #expect(page.contains(line + "\n"), "\(line)") }
    }

    /// So is what the memory of all requests has no room for, and its connection goes on.
    @Test func countsWhatThereIsNoRoomForByItsRoute() throws {
        let observer = Observer()
        let limits = ServerLimits {
            $0.small = 100
            $0.memory = 50
        }
        let repository = ModelRepository([try ServedModel(manifest: CensusEngine.manifest, engine: CensusEngine())])
        let server = try HTTPServer(
            service: ModelService(repository, limits: limits, observer: observer), port: 0, limits: limits, observer: observer)
        defer { server.stop(within: 5) }
        let client = try Client(port: server.port)
        client.post("/predict", #"{"age":1,"citizen":true}"# + String(repeating: " ", count: 200), headers: "x-request-id: r1\r\n")
        let refused = client.answer()
        #expect(refused?.status == 413)
        #expect(refused?.headers["x-request-id"] == "r1")
        let other = try Client(port: server.port)
        other.post("/predict", "[]")
        #expect(other.answer()?.status == 200)
        let (_, page) = try Transport.direct.ask(ModelService(repository, observer: observer), "GET", "/metrics")
        #expect(page.contains(#"mlkit_requests_total{route="predict",code="413"} 1"# + "\n"))
    }

    @Test func tellsTheCauseOfAFault() throws {
        let lines = try observed { client in
            client.post("/predict", #"{"x":1}"#, headers: "x-request-id: r1\r\n")
            #expect(client.answer()?.body == #"{"error":"the model could not be run"}"#)
        }
        #expect(lines.log.first?["cause"] == "out of memory; at node 7")
        let told = lines.told.withLock { $0 }
        #expect(told.map(\.message) == ["out of memory; at node 7"])
        #expect(told.first?.notes == ["request `r1`: POST /predict"])
    }

    @Test func countsAnswers() throws {
        _ = try observed { client in
            for body in ["[]", "[]", "[", #"{"x":1}"#] {
                client.post("/predict", body)
                _ = client.answer()
            }
            client.send("GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n")
            let page = client.answer()
            #expect(page?.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            for line in [
                #"mlkit_requests_total{route="predict",code="200"} 2"#, #"mlkit_requests_total{route="predict",code="400"} 1"#,
                #"mlkit_requests_total{route="predict",code="500"} 1"#, #"mlkit_faults_total{cause="model"} 1"#,
                #"mlkit_request_seconds_bucket{route="predict",le="+Inf"} 4"#, #"mlkit_request_seconds_count{route="predict"} 4"#,
                "mlkit_connections 1.0", "mlkit_waiting 0.0", #"mlkit_model_info{name="broken",version="1"} 1"#,
            ] { #expect(page?.body.contains(line + "\n") == true, "\(line)") }
            #expect(page?.body.contains("mlkit_resident_bytes ") == true)
        }
    }
}
