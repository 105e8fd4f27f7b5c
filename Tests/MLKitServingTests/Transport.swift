import MLKitCore
import MLKitServing
import Testing

/// How a test asks a service: directly, or through a server and a socket. The answers must be the same.
enum Transport: CaseIterable {
    case direct
    case socket

    func ask(_ service: some Service, _ method: String, _ path: String, _ body: String = "") throws -> (Int, String) {
        switch self {
        case .direct:
            let response = service.respond(to: Request(method: method, target: path, body: Array(body.utf8)))
            return (response.status.rawValue, response.bodyText)
        case .socket:
            let server = try HTTPServer(service: service, port: 0)
            defer { server.stop() }
            let client = try Client(port: server.port)
            client.send("\(method) \(path) HTTP/1.1\r\nhost: test\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)")
            let answer = try #require(client.answer())
            return (answer.status, answer.body)
        }
    }
}

/// Asks, and compares the whole answer.
func expect(
    _ transport: Transport, _ service: some Service, _ method: String, _ path: String, _ body: String = "",
    status: Int, _ expected: String, at place: Testing.SourceLocation = #_sourceLocation
) throws {
    let (found, answer) = try transport.ask(service, method, path, body)
    #expect(found == status, sourceLocation: place)
    #expect(answer == expected, sourceLocation: place)
}

/// Asks without a socket, and compares the whole answer.
func expect(
    _ service: some Service, _ method: String, _ path: String, _ body: String = "", status: Int, _ expected: String,
    at place: Testing.SourceLocation = #_sourceLocation
) throws {
    try expect(.direct, service, method, path, body, status: status, expected, at: place)
}

/// The message of the failure that `body` throws, or `nil` if it does not.
func failure<Value>(_ body: () throws -> Value) -> String? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? Failure)?.diagnostics.first?.message ?? "\(error)"
    }
}
