import Glibc
import MLKitCore
import MLKitServing
import MLKitTestSupport
import Testing

/// The server on its socket, with clients that behave and clients that do not.
struct HTTPServerTests {
    private let live = "GET /v2/health/live HTTP/1.1\r\nhost: test\r\n\r\n"

    /// Answers with the length of the body, after a while for `/slow`.
    private struct Counter: Service {
        func respond(to request: Request, _ cancellation: Cancellation) -> Response {
            if request.path == "/slow" { usleep(300_000) }
            return Response(.int(request.body.count))
        }
    }

    private func withServer(
        _ service: some Service = Counter(), limits: ServerLimits = ServerLimits(), _ body: (HTTPServer) throws -> Void
    ) throws {
        let server = try HTTPServer(service: service, port: 0, limits: limits)
        defer { server.stop(within: 5) }
        try body(server)
    }

    @Test func keepsConnectionsAlive() throws {
        try withServer { server in
            let client = try Client(port: server.port)
            for length in [0, 1, 1000] {
                client.post("/", String(repeating: "x", count: length))
                let answer = client.answer()
                #expect(answer?.body == "\(length)")
                #expect(answer?.headers["content-type"] == "application/json")
                #expect(answer?.headers["connection"] == nil)
            }
            client.post("/", "", headers: "connection: close\r\n")
            #expect(client.answer()?.headers["connection"] == "close")
            #expect(client.isEnded())
        }
    }

    @Test func answersPipelinedRequestsInOrder() throws {
        try withServer(limits: ServerLimits { $0.small = 100 }) { server in
            let client = try Client(port: server.port)
            let lengths = (0..<60).map { $0 * 37 % 211 }
            for length in lengths { client.post("/", String(repeating: "x", count: length)) }
            #expect(lengths.map { _ in client.answer()?.body } == lengths.map { "\($0)" })
        }
    }

    @Test func takesChunkedBodies() throws {
        try withServer { server in
            let client = try Client(port: server.port)
            client.send("POST / HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")
            #expect(client.answer()?.body == "7")
        }
    }

    @Test func answersHeadWithoutABody() throws {
        try withServer(CensusEngine.service()) { server in
            let client = try Client(port: server.port)
            client.send(live.replacing("GET", with: "HEAD") + live)
            #expect(client.answer(withBody: false)?.headers["content-length"] == "13")
            #expect(client.answer()?.body == #"{"live":true}"#)
        }
    }

    @Test func namesAllowedMethods() throws {
        try withServer(CensusEngine.service()) { server in
            let client = try Client(port: server.port)
            client.send("GET /predict HTTP/1.1\r\nhost: test\r\n\r\n")
            #expect(client.answer()?.headers["allow"] == "POST, OPTIONS")
        }
    }

    @Test func refusesOversizedBodies() throws {
        try withServer(limits: ServerLimits { $0.body = 1000 }) { server in
            let error = #"{"error":"the body is larger than 1000 bytes"}"#
            let declared = try Client(port: server.port)
            declared.post("/", String(repeating: "x", count: 300_000))
            #expect(declared.answer().map { [$0.body, "\($0.status)"] } == [error, "413"])
            #expect(declared.isEnded())
            let chunked = try Client(port: server.port)
            chunked.send("POST / HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n")
            for _ in 0..<3 { chunked.send("190\r\n" + String(repeating: "x", count: 400) + "\r\n") }
            #expect(chunked.answer().map { [$0.body, "\($0.status)"] } == [error, "413"])
            let largest = try Client(port: server.port)
            largest.post("/", String(repeating: "x", count: 1000))
            #expect(largest.answer()?.body == "1000")
            let pieces = try Client(port: server.port)
            pieces.send("POST / HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n")
            for _ in 0..<2 { pieces.send("1f4\r\n" + String(repeating: "x", count: 500) + "\r\n") }
            pieces.send("0\r\n\r\n")
            #expect(pieces.answer()?.body == "1000")
            let larger = try Client(port: server.port)
            larger.post("/", String(repeating: "x", count: 1001))
            #expect(larger.answer()?.status == 413)
        }
    }

    @Test func refusesOversizedHeaders() throws {
        try withServer(limits: ServerLimits {
            $0.headerField = 2000
            $0.headerFields = 10
        }) { server in
            let long = try Client(port: server.port)
            long.send("GET / HTTP/1.1\r\nhost: test\r\na: " + String(repeating: "x", count: 5000) + "\r\n\r\n")
            #expect(long.answer()?.status == 431)
            let many = try Client(port: server.port)
            many.send("GET / HTTP/1.1\r\nhost: test\r\n" + String(repeating: "a: b\r\n", count: 20) + "\r\n")
            let answer = many.answer()
            #expect(answer?.status == 431)
            #expect(answer?.body == #"{"error":"there are more than 10 header fields"}"#)
            #expect(many.isEnded())
        }
    }

    /// Lines of just as many bytes as they may have, and just as many of them, are taken.
    @Test func theLimitsOfAHeadAreTaken() throws {
        try withServer(limits: ServerLimits {
            $0.headerField = 100
            $0.headerFields = 4
        }) { server in
            func status(_ head: String) throws -> Int? {
                let client = try Client(port: server.port)
                client.send(head + "\r\n\r\n")
                return client.answer()?.status
            }
            func line(_ text: String, _ count: Int) -> String { text + String(repeating: "x", count: count - text.utf8.count) }
            let whole = try status("GET / HTTP/1.1\r\nhost: test\r\n" + line("a: ", 100))
            #expect(whole == 200)
            #expect(try status("GET / HTTP/1.1\r\nhost: test\r\n" + line("a: ", 101)) == 431)
            let target = "GET /" + String(repeating: "x", count: 86)
            #expect(try status(target + " HTTP/1.1\r\nhost: test") == 200 && status(target + "x HTTP/1.1\r\nhost: test") == 414)
            #expect(try status("GET / HTTP/1.1\r\nhost: test" + String(repeating: "\r\na: b", count: 3)) == 200)
            #expect(try status("GET / HTTP/1.1\r\nhost: test" + String(repeating: "\r\na: b", count: 4)) == 431)
            let empty = String(repeating: "\r\n", count: 4)
            #expect(try status(empty + "GET / HTTP/1.1\r\nhost: test") == 200 && status(empty + "\r\nGET / HTTP/1.1\r\nhost: test") == 400)
        }
    }

    @Test func grantsABodyThatIsAskedFor() throws {
        try withServer { server in
            let client = try Client(port: server.port)
            client.send("POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n")
            #expect(client.answer()?.status == 100)
            client.send("ab")
            #expect(client.answer()?.body == "2")
        }
    }

    @Test func answersAHalfClosedConnection() throws {
        try withServer(limits: ServerLimits { $0.small = 10 }) { server in
            let client = try Client(port: server.port)
            client.post("/slow", String(repeating: "x", count: 50))
            client.post("/", "abc")
            client.endOutput()
            #expect(client.answer()?.body == "50")
            #expect(client.answer()?.body == "3")
            #expect(client.isEnded())
        }
    }

    @Test func refusesABodyThatEndsEarly() throws {
        try withServer { server in
            let client = try Client(port: server.port)
            client.send("POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 10\r\n\r\nabc")
            client.endOutput()
            let answer = client.answer()
            #expect(answer?.status == 400)
            #expect(answer?.body == #"{"error":"the request ends before it is whole"}"#)
            #expect(client.isEnded())
        }
    }

    /// A server need not switch protocols when it is asked to (RFC 9110, section 7.8).
    @Test func answersAnUpgradeRequestAsItIs() throws {
        try withServer { server in
            let client = try Client(port: server.port)
            client.send("GET / HTTP/1.1\r\nhost: test\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n")
            #expect(client.answer()?.body == "0")
            client.post("/", "abc")
            #expect(client.answer()?.body == "3")
        }
    }

    @Test func survivesGarbage() throws {
        try withServer(CensusEngine.service()) { server in
            var random = SeededGenerator(seed: 11)
            for round in 0..<60 {
                let client = try Client(port: server.port)
                let garbage = (0..<Int.random(in: 1...600, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                if round % 3 == 0 { client.send("POST /predict HTTP/1.1\r\nhost: x\r\ncontent-length: \(garbage.count)\r\n\r\n") }
                client.send(garbage)
                client.endOutput()
                let status = client.answer()?.status
                #expect(status == nil || status == 400 || status == 431)
            }
            let client = try Client(port: server.port)
            client.send(live)
            #expect(client.answer()?.body == #"{"live":true}"#)
        }
    }

    @Test func endsASilentConnection() throws {
        try withServer(limits: ServerLimits {
            $0.idleTime = 0.5
            $0.bodyTime = 0.5
        }) { server in
            let silent = try Client(port: server.port)
            let slow = try Client(port: server.port)
            slow.send("POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 10\r\n\r\nabc")
            #expect(silent.isEnded())
            #expect(slow.answer()?.status == 408)
        }
    }

    @Test func servesManyConnectionsAtATime() async throws {
        let server = try HTTPServer(service: CensusEngine.service(), port: 0, limits: ServerLimits { $0.threads = 2 })
        defer { Task.detached { server.stop() } }
        let port = server.port
        let right = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<16 {
                group.addTask {
                    let client = try Client(port: port)
                    return (0..<50).count { round in
                        let hours = (index + round) % 2 == 0 ? 60 : 20
                        client.post("/predict", #"{"age":39,"citizen":true,"hours":\#(hours)}"#)
                        return client.answer()?.body.contains(hours == 60 ? #""label":">50K""# : #""label":"<=50K""#) ?? false
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(right == 800)
    }

    @Test func stopsAfterAnsweringWhatWasAsked() throws {
        let server = try HTTPServer(service: Counter(), port: 0, limits: ServerLimits { $0.small = 10 })
        let idle = try Client(port: server.port)
        let busy = try Client(port: server.port)
        let half = try Client(port: server.port)
        half.send("POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 10\r\n\r\nabc")
        busy.post("/slow", String(repeating: "x", count: 50))
        usleep(100_000)
        let stopping = Thread { server.stop(within: 5) }
        usleep(50_000)
        half.send("defghij")
        #expect(busy.answer()?.body == "50")
        #expect(half.answer()?.body == "10")
        #expect(idle.isEnded())
        #expect(busy.isEnded())
        stopping.join()
        #expect(throws: Failure.self) { try Client(port: server.port) }
    }

    @Test func namesAPortInUse() throws {
        try withServer { server in
            let message = failure { try HTTPServer(service: Counter(), port: server.port) }
            #expect(message == "port \(server.port) on 127.0.0.1 is in use")
        }
        let other = failure { try HTTPServer(service: Counter(), host: "203.0.113.1", port: 0) }
        #expect(other == "cannot listen on port 0 of `203.0.113.1`: Cannot assign requested address")
        #expect(failure { try HTTPServer(service: Counter(), host: "nowhere.invalid", port: 0) } == "cannot listen on `nowhere.invalid`")
    }
}
