/// One HTTP request as the service sees it, free of any transport.
public struct Request: Hashable, Sendable {
    /// `GET`, `POST` and the like, in capitals.
    public var method: String
    /// The path of the target as it was sent, percent-encoded, without its query.
    public var path: String
    /// What follows the `?`; empty without one.
    public var query: String
    public var fields: HeaderFields
    public var body: [UInt8]

    /// - Parameter target: a path, with or without a query (RFC 9112, origin-form).
    public init(method: String, target: String, fields: HeaderFields = HeaderFields(), body: [UInt8] = []) {
        self.method = method
        self.fields = fields
        self.body = body
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = String(target[..<mark])
            query = String(target[target.utf8.index(after: mark)...])
        } else {
            path = target
            query = ""
        }
    }
}
