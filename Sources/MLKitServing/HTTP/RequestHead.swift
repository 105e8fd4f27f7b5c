/// The request line and header fields of a request, held to RFC 9110 and 9112.
struct RequestHead {
    /// How the length of the body is told (RFC 9112, section 6).
    enum Framing: Hashable {
        /// Bytes; 0 for a request without a body.
        case length(Int)
        case chunked
    }

    var method: String
    /// Path and query.
    var target: String
    /// HTTP/1.0, where a connection ends with the answer unless the client asks to keep it.
    var isOld: Bool
    var fields: HeaderFields
    var framing: Framing
    var keepsAlive: Bool
    /// The client waits for leave to send its body.
    var expectsContinue: Bool

    /// - Throws: `Refusal` for fields that contradict each other or HTTP.
    init(line: RequestLine, fields: HeaderFields) throws {
        method = line.method
        target = line.target
        isOld = line.isOld
        self.fields = fields
        try Self.checkHost(fields, isOld: line.isOld)
        framing = try Self.framing(fields, isOld: line.isOld)
        let connection = fields.list(.connection)
        keepsAlive = !connection.contains("close") && (!line.isOld || connection.contains("keep-alive"))
        expectsContinue = try Self.expectation(fields, isOld: line.isOld)
    }

    /// RFC 9112, section 3.2: one valid `Host`, which HTTP/1.0 may leave out.
    private static func checkHost(_ fields: HeaderFields, isOld: Bool) throws {
        let hosts = fields.values(.host)
        guard hosts.count == 1 || (isOld && hosts.isEmpty) else {
            throw Refusal(.badRequest, hosts.isEmpty ? "the request has no `Host`" : "the request has several `Host` fields")
        }
        guard hosts.allSatisfy({ ByteClass.isAuthority($0) }) else {
            throw Refusal(.badRequest, "the `Host` of the request is not the name of a host")
        }
    }

    private static func framing(_ fields: HeaderFields, isOld: Bool) throws -> Framing {
        let codings = fields.list(.transferEncoding)
        let lengths = fields.values(.contentLength)
        guard fields.contains(.transferEncoding) else { return .length(try length(lengths)) }
        // Two readers that choose differently between the two would see different requests.
        guard lengths.isEmpty else { throw Refusal(.badRequest, "the request has both `Content-Length` and `Transfer-Encoding`") }
        guard !isOld else { throw Refusal(.badRequest, "HTTP/1.0 has no `Transfer-Encoding`") }
        guard codings.last == "chunked" else { throw Refusal(.badRequest, "the last `Transfer-Encoding` is not `chunked`") }
        guard codings.count == 1 else {
            let isRepeated = codings.dropLast().contains("chunked")
            throw isRepeated
                ? Refusal(.badRequest, "the body is `chunked` twice")
                : Refusal(.notImplemented, "of the transfer encodings only `chunked` is known")
        }
        return .chunked
    }

    /// RFC 9110, section 8.6: digits; the same number several times is that number.
    private static func length(_ values: [String]) throws -> Int {
        guard let first = values.first else { return 0 }
        // As nearly all send it.
        if values.count == 1, first.utf8.allSatisfy(ByteClass.isDigit), let length = Int(first) { return length }
        let members = values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces) }
        guard members.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(ByteClass.isDigit) }) else {
            throw Refusal(.badRequest, "the `Content-Length` is not a number")
        }
        guard Set(members).count == 1 else { throw Refusal(.badRequest, "the request has several values of `Content-Length`") }
        guard let length = Int(members.first ?? first[...]) else {
            throw Refusal(.contentTooLarge, "the `Content-Length` is larger than any body can be")
        }
        return length
    }

    /// RFC 9110, section 10.1.1; HTTP/1.0 does not know the field.
    private static func expectation(_ fields: HeaderFields, isOld: Bool) throws -> Bool {
        guard !isOld else { return false }
        let expectations = fields.list(.expect)
        guard expectations.allSatisfy({ $0 == "100-continue" }) else {
            throw Refusal(.expectationFailed, "the only expectation that is met is `100-continue`")
        }
        return !expectations.isEmpty
    }
}
