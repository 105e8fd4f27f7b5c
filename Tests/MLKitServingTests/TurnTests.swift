import Glibc
import MLKitCore
import MLKitServing
import Testing

/// All connections of a thread have their turn.
struct TurnTests {
    /// Tells how many requests for `/many` there were, the first of which waits to be let go.
    private final class Counting: Service {
        let hasBegun = Flag()
        let isOpen = Flag()
        let many = Tally()

        func respond(to request: Request, _ cancellation: Cancellation) -> Response {
            if request.path == "/many" {
                hasBegun.set()
                while !isOpen.isSet { usleep(500) }
                many.add()
            }
            return Response(.int(many.count))
        }
    }

    /// Who sends a thousand requests at once is not answered to the end of them before anybody else is.
    @Test func othersAreAnsweredBetweenPipelinedRequests() throws {
        let service = Counting()
        let server = try HTTPServer(service: service, port: 0)
        defer { server.stop(within: 2) }
        defer { service.isOpen.set() }
        let one = try Client(port: server.port)
        one.send("GET /one HTTP/1.1\r\nhost: x\r\n\r\n")
        #expect(one.answer()?.body == "0")
        let greedy = try Client(port: server.port)
        greedy.send(String(repeating: "GET /many HTTP/1.1\r\nhost: x\r\n\r\n", count: 1000))
        while !service.hasBegun.isSet { usleep(500) }
        one.send("GET /one HTTP/1.1\r\nhost: x\r\n\r\n")
        service.isOpen.set()
        let before = try #require(one.answer().flatMap { Int($0.body) })
        #expect(before < 100)
        for _ in 0..<1000 { #expect(greedy.answer()?.status == 200) }
        #expect(service.many.count == 1000)
    }
}
