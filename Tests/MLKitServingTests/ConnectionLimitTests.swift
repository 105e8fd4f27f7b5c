import Glibc
import MLKitCore
import MLKitServing
import Testing

/// The limit of connections, and who gives way at it.
struct ConnectionLimitTests {
    private let dripping = "POST /predict HTTP/1.1\r\nhost: test\r\ncontent-length: 100\r\n\r\nx"

    private func withServer(_ body: (HTTPServer) throws -> Void) throws {
        let observer = Observer()
        let model = try ServedModel(manifest: CensusEngine.manifest, engine: CensusEngine())
        let service = ModelService(ModelRepository([model]), observer: observer)
        let server = try HTTPServer(service: service, port: 0, limits: ServerLimits { $0.connections = 8 }, observer: observer)
        try body(server)
        server.stop(within: 20)
    }

    /// The number that the server tells, as soon as it is `count`, or at last.
    private func connections(_ server: HTTPServer, until count: Int) throws -> String? {
        for _ in 0..<500 {
            let client = try Client(port: server.port)
            client.send("GET /metrics HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n")
            let line = client.answer()?.body.split(separator: "\n").first { $0.hasPrefix("mlkit_connections ") }
            if line == "mlkit_connections \(count).0" || line == nil { return line.map(String.init) }
            usleep(10_000)
        }
        return nil
    }

    /// Some of a burst are closed before they have begun.
    @Test func whoCameInABurstIsCountedOff() throws {
        try withServer { server in
            for _ in 0..<4 {
                let burst = try (0..<100).map { _ in try Client(port: server.port) }
                for client in burst { client.send(dripping) }
            }
            #expect(try connections(server, until: 1) == "mlkit_connections 1.0")
        }
    }

    @Test(arguments: [
        "POST /predict HTTP/1.1\r\nhost: test\r\ncontent-length: 100\r\n\r\nx", "POST /predict HTTP/1.1\r\nhost: test\r\n", "P",
        "POST /predict HTTP/1.1\r\nhost: test\r\nexpect: 100-continue\r\ncontent-length: 100\r\n\r\n",
    ])
    func whoDripsGivesWayToEachNewcomer(_ start: String) throws {
        try withServer { server in
            let dripping = try (0..<200).map { _ in
                let client = try Client(port: server.port)
                client.send(start)
                usleep(2000)
                return client
            }
            let newcomer = try Client(port: server.port)
            newcomer.post("/predict", "[]")
            #expect(newcomer.answer()?.status == 200)
            #expect(dripping.prefix(150).allSatisfy { $0.isCut })
        }
    }
}
