import Glibc
import MLKitCore
import MLKitServing
import Synchronization
import Testing

/// What clients may take of the server, and what happens beyond.
struct BudgetTests {
    /// Answers when it is let go.
    private final class Gate: Service {
        private let isOpen = Mutex(false)
        let seen = Mutex(0)

        func open() { isOpen.withLock { $0 = true } }

        func respond(to request: Request, _ cancellation: Cancellation) -> Response {
            seen.withLock { $0 += 1 }
            while request.path == "/gate", !isOpen.withLock({ $0 }), !cancellation.isCancelled { usleep(1000) }
            if request.path == "/large" { return Response(.ok, body: [UInt8](repeating: 0x20, count: 3 << 20)) }
            return Response(.int(request.body.count))
        }
    }

    private let gate = Gate()
    private let body = String(repeating: " ", count: 40_000)

    private func withServer(_ change: (inout ServerLimits) -> Void, _ body: (HTTPServer) throws -> Void) throws {
        let server = try HTTPServer(service: gate, port: 0, limits: ServerLimits(change))
        defer { server.stop(within: 2) }
        defer { gate.open() }
        try body(server)
    }

    private func waitUntil(_ condition: () -> Bool) {
        for _ in 0..<2000 where !condition() { usleep(1000) }
    }

    @Test func tooManyWaitingAreTurnedAway() throws {
        try withServer { $0.waiting = 1 } _: { server in
            // Two threads are busy, one request waits.
            let clients = try (0..<4).map { _ in try Client(port: server.port) }
            for client in clients.prefix(2) { client.post("/gate", body) }
            waitUntil { gate.seen.withLock { $0 } == 2 }
            clients[2].post("/gate", body)
            usleep(50_000)
            clients[3].post("/gate", body)
            let refused = clients[3].answer()
            #expect(refused?.status == 429)
            #expect(refused?.headers["retry-after"] == "1")
            #expect(refused?.body == #"{"error":"too many requests wait to be answered"}"#)
            clients[3].post("/", "abc")
            #expect(clients[3].answer()?.body == "3", "a small request is answered meanwhile")
            gate.open()
            for client in clients.prefix(3) { #expect(client.answer()?.body == "40000") }
        }
    }

    @Test func whatTakesTooLongIsAnsweredInTime() throws {
        try withServer { $0.deadline = 0.3 } _: { server in
            let client = try Client(port: server.port)
            client.post("/gate", body)
            let answer = client.answer()
            #expect(answer?.status == 504)
            #expect(answer?.headers["connection"] == "close")
            #expect(client.isEnded())
        }
    }

    @Test func memoryIsSharedAndSmallRequestsAreFree() throws {
        try withServer { $0.memory = 100_000 } _: { server in
            let greedy = try Client(port: server.port)
            greedy.send("POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 130000\r\n\r\n" + String(repeating: " ", count: 120_000))
            usleep(50_000)
            let second = try Client(port: server.port)
            second.post("/", String(repeating: " ", count: 120_000))
            let refused = second.answer()
            #expect(refused?.status == 503)
            #expect(refused?.headers["retry-after"] == "1")
            let large = try Client(port: server.port)
            large.send("POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 200000\r\n\r\n")
            let never = large.answer()
            #expect(never?.status == 413, "it would not fit if it were alone")
            #expect(never?.headers["retry-after"] == nil)
            let small = try Client(port: server.port)
            small.post("/", "abc")
            #expect(small.answer()?.body == "3")
            greedy.endOutput()
            #expect(greedy.answer()?.status == 400)
            let third = try Client(port: server.port)
            third.post("/", String(repeating: " ", count: 120_000))
            #expect(third.answer()?.body == "120000", "what was held is free again")
        }
    }

    @Test func answersAreCountedUntilTheyAreTaken() throws {
        try withServer { $0.memory = 4 << 20 } _: { server in
            let slow = try Client(port: server.port, receiveBuffer: 4096)
            slow.send("GET /large HTTP/1.1\r\nhost: test\r\n\r\n")
            usleep(100_000)
            let other = try Client(port: server.port)
            other.send("GET /large HTTP/1.1\r\nhost: test\r\n\r\n")
            #expect(other.answer()?.status == 503)
            #expect(slow.answer()?.body.utf8.count == 3 << 20)
            other.send("GET /large HTTP/1.1\r\nhost: test\r\n\r\n")
            #expect(other.answer()?.status == 200)
        }
    }

    @Test func whoTakesNoAnswerIsLetGo() throws {
        try withServer { $0.sendTime = 0.3 } _: { server in
            let client = try Client(port: server.port, receiveBuffer: 4096)
            client.send("GET /large HTTP/1.1\r\nhost: test\r\n\r\n")
            usleep(1_000_000)
            #expect(client.answer() == nil, "the rest of the answer is not sent")
        }
    }

    /// A client that does not read is not read from.
    @Test func answersToPipelinedRequestsWaitForTheirReader() throws {
        try withServer { _ in } _: { server in
            let client = try Client(port: server.port, receiveBuffer: 4096)
            let requests = Array(String(repeating: "GET / HTTP/1.1\r\nhost: test\r\n\r\n", count: 5000).utf8)
            var (quiet, sent) = (0, 0)
            while quiet < 10, sent < 100 << 20 {
                let taken = client.sendWhatIsTaken(requests, rounds: 50)
                quiet = taken == 0 ? quiet + 1 : 0
                sent += taken
            }
            #expect(quiet == 10, "at some time no more is taken")
            let answered = gate.seen.withLock { $0 }
            usleep(300_000)
            #expect(gate.seen.withLock { $0 } == answered, "nothing is answered while nothing is read")
        }
    }

    @Test(arguments: [
        ("POST / HTTP/1.1\r\nho", "the head of the request did not arrive in time"),
        ("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc", "the body of the request did not arrive in time"),
    ])
    func whatDripsIsCut(_ start: String, _ error: String) throws {
        try withServer {
            $0.headTime = 0.5
            $0.bodyTime = 0.5
        } _: { server in
            let client = try Client(port: server.port)
            client.send(start)
            // A byte now and then does not begin the time anew.
            for _ in 0..<4 {
                usleep(100_000)
                client.send("s")
            }
            let answer = client.answer()
            #expect(answer?.status == 408)
            #expect(answer?.body == #"{"error":"\#(error)"}"#)
            #expect(client.isEnded())
        }
    }

    @Test func idleConnectionsGiveWay() throws {
        try withServer { $0.connections = 8 } _: { server in
            let used = try Client(port: server.port)
            used.post("/", "abc")
            #expect(used.answer()?.body == "3")
            let idle = try (0..<20).map { _ in try Client(port: server.port) }
            for _ in 0..<20 {
                let client = try Client(port: server.port)
                client.post("/", "abc")
                #expect(client.answer()?.body == "3")
            }
            used.post("/", "abcd")
            #expect(used.answer()?.body == "4", "one that never asked gives way before one that did")
            #expect(idle[0].isEnded())
        }
    }

    /// Of many, those end that were idle longest, each for one that comes, and of those that asked something none; who asks
    /// meanwhile is none of them any more.
    @Test func theLongestIdleGiveWayFirst() throws {
        try withServer { $0.connections = 192 } _: { server in
            let used = try Client(port: server.port)
            used.post("/", "abc")
            #expect(used.answer()?.body == "3")
            let idle = try (0..<191).map { _ in try Client(port: server.port) }
            func come() throws -> Client {
                let newcomer = try Client(port: server.port)
                newcomer.post("/", "abc")
                #expect(newcomer.answer()?.body == "3")
                return newcomer
            }
            let first = try come()
            #expect(idle[0].isEnded())
            idle[1].post("/", "abcd")
            #expect(idle[1].answer()?.body == "4")
            let second = try come()
            #expect(idle[2].isEnded())
            for client in [idle[1], idle[3], idle[190], used, first, second] {
                client.post("/", "abcd")
                #expect(client.answer()?.body == "4")
            }
        }
    }

    @Test func manyRowsAreRefused() throws {
        let service = ModelService(
            ModelRepository([try ServedModel(manifest: CensusEngine.manifest, engine: CensusEngine())]),
            limits: ServerLimits { $0.rows = 3 })
        let row = #"{"age":1,"citizen":true}"#
        let rows = { "[" + Array(repeating: row, count: $0).joined(separator: ",") + "]" }
        #expect(try Transport.direct.ask(service, "POST", "/predict", rows(3)).0 == 200)
        try expect(service, "POST", "/predict", rows(4), status: 413, #"{"error":"the request has more than 3 rows"}"#)
        try expect(
            service, "POST", "/predict", #"{"columns":{"age":[1,2,3,4],"citizen":[true,true,true,true]}}"#, status: 413,
            #"{"error":"the request has more than 3 rows"}"#)
        let path = "/v2/models/census/infer"
        let input = #"{"name":"age","datatype":"FP64","shape":[4],"data":[1,2,3,4]}"#
        try expect(service, "POST", path, #"{"inputs":[\#(input)]}"#, status: 413, #"{"error":"the request has more than 3 rows"}"#)
    }
}

/// `--limit NAME=VALUE`.
struct ServerLimitsTests {
    @Test func readsEveryLimit() throws {
        for limit in ServerLimits.all {
            var limits = ServerLimits()
            try limits.set("\(limit.name)=\(limit.text(ServerLimits()))")
            #expect(limits == ServerLimits(), "\(limit.name)")
        }
        var limits = ServerLimits()
        try limits.set("body=2M")
        try limits.set("deadline=0.25")
        #expect(limits.body == 2 << 20 && limits.deadline == 0.25)
        #expect(limits.changes == ["body=2097152", "deadline=0.25"])
    }

    @Test(arguments: [
        ("body=512", 512), ("body=3K", 3072), ("body=3KiB", 3072), ("body=2MiB", 2 << 20), ("body=1G", 1 << 30), ("body=1GiB", 1 << 30),
    ])
    func takesUnitsOfSizes(_ text: String, _ bytes: Int) throws {
        var limits = ServerLimits()
        try limits.set(text)
        #expect(limits.body == bytes)
    }

    @Test(arguments: [("deadline=250ms", 0.25), ("deadline=3s", 3), ("deadline=2m", 120), ("deadline=0.5h", 1800),
        ("deadline=7", 7)] as [(String, Double)])
    func takesUnitsOfTime(_ text: String, _ seconds: Double) throws {
        var limits = ServerLimits()
        try limits.set(text)
        #expect(limits.deadline == seconds)
    }

    @Test(arguments: [
        ("rows", "a limit is given as NAME=VALUE, not as `rows`"), ("row=1", "unknown limit `row`"),
        ("rows=0", "the limit `rows` should be a whole number from 1 to 10000000, not `0`"),
        ("rows=1.5", "the limit `rows` should be a whole number from 1 to 10000000, not `1.5`"),
        ("body=99G", "the limit `body` should be bytes from 1 to 1073741824, such as 16MiB, not `99G`"),
        ("body=MiB", "the limit `body` should be bytes from 1 to 1073741824, such as 16MiB, not `MiB`"),
        ("body=9999999999999G", "the limit `body` should be bytes from 1 to 1073741824, such as 16MiB, not `9999999999999G`"),
        ("deadline=3d", "the limit `deadline` should be seconds from 0.001 to 86400.0, such as 30s, not `3d`"),
        ("deadline=nan", "the limit `deadline` should be seconds from 0.001 to 86400.0, such as 30s, not `nan`"),
    ])
    func namesWhatIsWrong(_ text: String, _ message: String) {
        var limits = ServerLimits()
        #expect(failure { try limits.set(text) } == message)
    }
}
