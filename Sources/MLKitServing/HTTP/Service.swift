/// Answers requests; knows nothing of sockets, so that a test can ask it directly.
public protocol Service: Sendable {
    /// The answer to a request; called from several threads at once.
    func respond(to request: Request) -> Response
}
