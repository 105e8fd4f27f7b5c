import Glibc
import MLKitCore
import MLKitServing
import Testing

/// How the server ends: nothing that was asked is lost.
struct DrainTests {
    private func request(_ path: String = "/predict", _ body: String = #"{"age":39,"citizen":true,"hours":60}"#) -> String {
        "POST \(path) HTTP/1.1\r\nhost: test\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// Clients that ask one request after the other until they are told that the connection ends.
    @Test func everyRequestIsAnswered() throws {
        let server = try HTTPServer(service: CensusEngine.service(), port: 0)
        let port = server.port
        let lost = Tally()
        let clients = (0..<8).map { _ in
            Thread {
                guard let client = try? Client(port: port) else { return lost.add() }
                while true {
                    client.send(self.request())
                    guard let answer = client.answer(), answer.status == 200 else { return lost.add() }
                    if answer.headers["connection"] == "close" { return }
                }
            }
        }
        usleep(200_000)
        server.stop(within: 5)
        clients.forEach { $0.join() }
        #expect(lost.count == 0)
    }

    /// Connections that the server has not taken yet when it is told to end have been made, and their requests sent.
    @Test func whoWaitsToBeTakenIsAnswered() throws {
        struct BusyService: Service {
            func respond(to request: Request, _ cancellation: Cancellation) -> Response {
                usleep(100_000)
                return Response(.int(request.body.count))
            }
        }
        let server = try HTTPServer(service: BusyService(), port: 0)
        let clients = try (0..<30).map { _ in
            let client = try Client(port: server.port)
            client.send(request())
            return client
        }
        let end = Thread { server.stop(within: 20) }
        #expect(clients.allSatisfy { $0.answer()?.status == 200 })
        end.join()
        #expect(throws: Failure.self) { try Client(port: server.port) }
    }

    /// Takes its time for each request.
    private struct SlowService: Service {
        func respond(to request: Request, _ cancellation: Cancellation) -> Response {
            usleep(10_000)
            return Response(.int(request.body.count))
        }
    }

    @Test func whatWasPipelinedIsAnsweredToItsEnd() throws {
        let server = try HTTPServer(service: SlowService(), port: 0, limits: ServerLimits { $0.small = 10 })
        let client = try Client(port: server.port)
        client.send(String(repeating: request(), count: 40))
        #expect(client.answer()?.status == 200)
        let end = Thread { server.stop(within: 5) }
        let answers = (0..<39).map { _ in client.answer() }
        #expect(answers.allSatisfy { $0?.status == 200 })
        #expect(answers.last??.headers["connection"] == "close")
        #expect(answers.filter { $0?.headers["connection"] == "close" }.count == 1)
        #expect(client.isEnded())
        end.join()
    }

    @Test func aBodyThatIsComingInIsWaitedFor() throws {
        let server = try HTTPServer(service: CensusEngine.service(), port: 0)
        let client = try Client(port: server.port)
        let whole = request()
        client.send(String(whole.prefix(80)))
        usleep(50_000)
        let end = Thread { server.stop(within: 5) }
        usleep(300_000)
        client.send(String(whole.dropFirst(80)))
        let answer = client.answer()
        #expect(answer?.status == 200)
        #expect(answer?.headers["connection"] == "close")
        end.join()
    }

    /// Answers when it is told to.
    private struct HeldService: Service {
        let isDone: Flag

        func respond(to request: Request, _ cancellation: Cancellation) -> Response {
            for _ in 0..<20_000 where !isDone.isSet { usleep(1000) }
            return Response(.int(request.body.count))
        }

        func isLong(_ request: Request) -> Bool { true }
    }

    /// What a model has begun is not waited for longer than there is time.
    @Test func whatTakesTooLongIsLeft() throws {
        let isDone = Flag()
        defer { isDone.set() }
        let server = try HTTPServer(service: HeldService(isDone: isDone), port: 0)
        let client = try Client(port: server.port)
        client.post("/predict", "{}", headers: "x-request-id: one\r\n")
        usleep(100_000)
        #expect(server.stop(within: 0.2) == ["request `one`: POST /predict"])
        #expect(!isDone.isSet && client.answer() == nil)
    }

    /// Nobody waits for the work on a request that has been answered.
    @Test func whatHasBeenAnsweredIsLeft() throws {
        let isDone = Flag()
        defer { isDone.set() }
        let server = try HTTPServer(service: HeldService(isDone: isDone), port: 0, limits: ServerLimits { $0.deadline = 0.2 })
        do {
            let client = try Client(port: server.port)
            client.post("/predict", "{}", headers: "x-request-id: one\r\n")
            #expect(client.answer()?.status == 504)
        }
        // The service would answer before this is over.
        #expect(server.stop(within: 60) == ["request `one`: POST /predict"])
    }

    @Test func readinessFailsFirst() throws {
        let service = try CensusEngine.service()
        try expect(service, "GET", "/v2/health/ready", status: 200, #"{"live":true,"ready":true}"#)
        service.failReadiness()
        try expect(service, "GET", "/v2/health/ready", status: 503, #"{"live":true,"ready":false}"#)
        try expect(service, "GET", "/v2/health/live", status: 200, #"{"live":true}"#)
        #expect(try Transport.direct.ask(service, "POST", "/predict", "[]").0 == 200)
    }
}
