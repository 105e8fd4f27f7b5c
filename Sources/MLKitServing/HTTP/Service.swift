/// Answers requests; knows nothing of sockets, so that a test can ask it directly.
public protocol Service: Sendable {
    /// The answer to a request; called from several threads at once.
    ///
    /// - Parameter cancellation: Set when nobody waits for the answer any more.
    func respond(to request: Request, _ cancellation: Cancellation) -> Response

    /// Why a request is refused by its head alone, so that its body need not be read; `nil` if it is not.
    func refuse(_ head: Request) -> Response?

    /// Whether a request takes long however short it is, so that no connection should wait for it.
    func isLong(_ request: Request) -> Bool
}

extension Service {
    public func respond(to request: Request) -> Response { respond(to: request, Cancellation()) }

    public func refuse(_ head: Request) -> Response? { nil }

    public func isLong(_ request: Request) -> Bool { false }
}
