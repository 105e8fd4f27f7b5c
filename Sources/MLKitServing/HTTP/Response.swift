public import MLKitCore

/// One HTTP response, free of any transport.
public struct Response: Hashable, Sendable {
    public var status: Status
    public var contentType: ContentType
    public var body: [UInt8]
    /// Further header fields, their names in small letters.
    public var fields: [Field] = []
    /// The methods the target knows, for the `Allow` field.
    public var allow: [String] = []
    /// What was asked for, as metrics count it.
    var route = Route.none
    /// Why the server failed, for its own log; never sent.
    public internal(set) var cause: String?

    public struct Field: Hashable, Sendable {
        public var name: String
        public var value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(_ status: Status, contentType: ContentType = .json, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    public init(_ json: JSON) {
        self.init(.ok, body: json.compactBytes)
    }

    /// `{"error": message}`, the protocol's form of every error.
    public static func error(_ status: Status, _ message: String) -> Response {
        Response(status, body: JSON.object([JSON.Member("error", .string(message))]).compactBytes)
    }

    /// An error that may pass: the client is told when to try again.
    static func busy(_ status: Status, _ message: String) -> Response {
        var response = error(status, message)
        response.fields.append(Field("retry-after", "1"))
        return response
    }

    public var bodyText: String { String(decoding: body, as: UTF8.self) }

    public enum ContentType: String, Sendable {
        case json = "application/json"
        case binary = "application/octet-stream"
        case html = "text/html; charset=utf-8"
        case script = "text/javascript; charset=utf-8"
        case metrics = "text/plain; version=0.0.4; charset=utf-8"
        case plain = "text/plain; charset=utf-8"
    }

    /// The statuses that are used, by their numbers (RFC 9110, section 15; RFC 6585).
    public enum Status: Int, Sendable, CaseIterable {
        case ok = 200
        case noContent = 204
        case badRequest = 400
        case unauthorized = 401
        case forbidden = 403
        case notFound = 404
        case methodNotAllowed = 405
        case requestTimeout = 408
        case contentTooLarge = 413
        case targetTooLong = 414
        case unsupportedMediaType = 415
        case expectationFailed = 417
        case tooManyRequests = 429
        case headersTooLarge = 431
        case internalError = 500
        case notImplemented = 501
        case unavailable = 503
        case deadlinePassed = 504
        case versionNotSupported = 505

        var reason: String {
            switch self {
            case .ok: "OK"
            case .noContent: "No Content"
            case .badRequest: "Bad Request"
            case .unauthorized: "Unauthorized"
            case .forbidden: "Forbidden"
            case .notFound: "Not Found"
            case .methodNotAllowed: "Method Not Allowed"
            case .requestTimeout: "Request Timeout"
            case .contentTooLarge: "Content Too Large"
            case .targetTooLong: "URI Too Long"
            case .unsupportedMediaType: "Unsupported Media Type"
            case .expectationFailed: "Expectation Failed"
            case .tooManyRequests: "Too Many Requests"
            case .headersTooLarge: "Request Header Fields Too Large"
            case .internalError: "Internal Server Error"
            case .notImplemented: "Not Implemented"
            case .unavailable: "Service Unavailable"
            case .deadlinePassed: "Gateway Timeout"
            case .versionNotSupported: "HTTP Version Not Supported"
            }
        }
    }
}
