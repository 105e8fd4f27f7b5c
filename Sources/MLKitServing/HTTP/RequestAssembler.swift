internal import NIOCore
internal import NIOHTTP1

/// Puts the parts that the HTTP decoder hands over together into whole requests.
struct RequestAssembler {
    /// What came of a part.
    enum Outcome {
        case nothing
        /// The client waits for leave to send its body.
        case expectation
        case request(Request, keepAlive: Bool)
        /// The request cannot be taken, and nothing after it can be understood.
        case refusal(Response)
    }

    let limits: ServerLimits
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(limits: ServerLimits) {
        self.limits = limits
    }

    /// Whether a request has begun and not ended.
    var isInside: Bool { head != nil }

    mutating func take(_ part: HTTPServerRequestPart) -> Outcome {
        switch part {
        case .head(let head): return begin(head)
        case .body(let piece): return append(piece)
        case .end: return finish()
        }
    }

    private mutating func begin(_ head: HTTPRequestHead) -> Outcome {
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard length <= limits.body else { return .refusal(tooLarge) }
        self.head = head
        body.removeAll(keepingCapacity: true)
        body.reserveCapacity(length)
        let expects = head.headers.first(name: "expect")?.lowercased() == "100-continue"
        return expects ? .expectation : .nothing
    }

    private mutating func append(_ piece: ByteBuffer) -> Outcome {
        guard body.count + piece.readableBytes <= limits.body else { return .refusal(tooLarge) }
        body.append(contentsOf: piece.readableBytesView)
        return .nothing
    }

    private mutating func finish() -> Outcome {
        guard let head else { return .nothing }
        self.head = nil
        let request = Request(method: head.method.rawValue, target: head.uri, body: body)
        return .request(request, keepAlive: head.isKeepAlive && !asksToSwitch(head))
    }

    /// After a request to switch protocols the decoder reads no further: the connection must end with it.
    private func asksToSwitch(_ head: HTTPRequestHead) -> Bool {
        head.method == .CONNECT || head.headers.contains(name: "upgrade")
    }

    private var tooLarge: Response {
        .error(.contentTooLarge, "the body is larger than \(limits.body) bytes")
    }
}
