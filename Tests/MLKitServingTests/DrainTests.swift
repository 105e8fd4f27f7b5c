import Glibc
import MLKitCore
import MLKitServing
import Synchronization
import Testing

/// How the server ends: nothing that was asked is lost.
struct DrainTests {
    private func request(_ path: String = "/predict", _ body: String = #"{"age":39,"citizen":true,"hours":60}"#) -> String {
        "POST \(path) HTTP/1.1\r\nhost: test\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// Clients that ask one request after the other until they are told that the connection ends.
    @Test func everyRequestIsAnswered() async throws {
        let server = try HTTPServer(service: CensusEngine.service(), port: 0)
        let port = server.port
        let stopping = Atomic(false)
        let lost = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    guard let client = try? Client(port: port) else { return 1 }
                    for round in 0... {
                        client.send(request())
                        guard let answer = client.answer(), answer.status == 200 else { return 1 }
                        if answer.headers["connection"] == "close" { return 0 }
                        if round > 200_000 { return 1 }
                    }
                    return 1
                }
            }
            try? await Task.sleep(for: .milliseconds(200))
            stopping.store(true, ordering: .relaxed)
            Task.detached { server.stop(within: 5) }
            return await group.reduce(0, +)
        }
        #expect(lost == 0)
    }

    @Test func whatWasPipelinedIsAnsweredToItsEnd() throws {
        let server = try HTTPServer(service: CensusEngine.service(), port: 0, limits: ServerLimits { $0.small = 10 })
        let client = try Client(port: server.port)
        client.send(String(repeating: request(), count: 40))
        #expect(client.answer()?.status == 200)
        let end = Ending(server)
        let answers = (0..<39).map { _ in client.answer() }
        #expect(answers.allSatisfy { $0?.status == 200 })
        #expect(answers.last??.headers["connection"] == "close")
        #expect(answers.filter { $0?.headers["connection"] == "close" }.count == 1)
        #expect(client.isEnded())
        end.wait()
    }

    @Test func aBodyThatIsComingInIsWaitedFor() throws {
        let server = try HTTPServer(service: CensusEngine.service(), port: 0)
        let client = try Client(port: server.port)
        let whole = request()
        client.send(String(whole.prefix(90)))
        usleep(50_000)
        let end = Ending(server)
        usleep(300_000)
        client.send(String(whole.dropFirst(90)))
        let answer = client.answer()
        #expect(answer?.status == 200)
        #expect(answer?.headers["connection"] == "close")
        end.wait()
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

/// A server that is being stopped on a thread of its own.
private final class Ending: Sendable {
    private let isDone = Atomic(false)

    init(_ server: HTTPServer) {
        Task.detached { [self] in
            server.stop(within: 5)
            isDone.store(true, ordering: .relaxed)
        }
    }

    func wait() {
        for _ in 0..<10_000 where !isDone.load(ordering: .relaxed) { usleep(1000) }
    }
}
