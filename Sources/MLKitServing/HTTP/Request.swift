/// One HTTP request as the service sees it, free of any transport.
public struct Request: Hashable, Sendable {
    /// `GET`, `POST` and the like, in capitals.
    public var method: String
    /// The path of the target, without its query.
    public var path: String
    public var body: [UInt8]

    /// - Parameter target: a path, with or without a query (RFC 9112, origin-form).
    public init(method: String, target: String, body: [UInt8] = []) {
        self.method = method
        path = target.firstIndex(of: "?").map { String(target[..<$0]) } ?? target
        self.body = body
    }
}
