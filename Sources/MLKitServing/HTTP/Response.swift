public import MLKitCore

/// One HTTP response; its body is always JSON.
public struct Response: Hashable, Sendable {
    public var status: Status
    public var body: [UInt8]
    /// The methods the target knows, for the `Allow` header of a 405.
    public var allow: [String]

    public init(_ status: Status, body: [UInt8], allow: [String] = []) {
        self.status = status
        self.body = body
        self.allow = allow
    }

    public init(_ json: JSON) {
        self.init(.ok, body: json.compactBytes)
    }

    /// `{"error": message}`, the protocol's form of every error.
    public static func error(_ status: Status, _ message: String) -> Response {
        Response(status, body: JSON.object([JSON.Member("error", .string(message))]).compactBytes)
    }

    public var bodyText: String { String(decoding: body, as: UTF8.self) }

    /// The statuses that are used, by their numbers (RFC 9110, section 15).
    public enum Status: Int, Sendable {
        case ok = 200
        case badRequest = 400
        case notFound = 404
        case methodNotAllowed = 405
        case requestTimeout = 408
        case contentTooLarge = 413
        case headersTooLarge = 431
        case internalError = 500

        var reason: String {
            switch self {
            case .ok: "OK"
            case .badRequest: "Bad Request"
            case .notFound: "Not Found"
            case .methodNotAllowed: "Method Not Allowed"
            case .requestTimeout: "Request Timeout"
            case .contentTooLarge: "Content Too Large"
            case .headersTooLarge: "Request Header Fields Too Large"
            case .internalError: "Internal Server Error"
            }
        }
    }
}
