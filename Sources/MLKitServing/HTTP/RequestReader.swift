internal import MLKitCore
internal import NIOCore

/// Takes one request after the other out of the bytes of a connection, no further than it is asked to.
struct RequestReader {
    enum Step {
        /// The rest has not arrived yet.
        case nothing
        /// The client waits for leave to send the body of this request.
        case expectation
        /// A head that the caller should look at before the body is read.
        case head(RequestHead)
        case request(Request, RequestHead)
    }

    private let limits: ServerLimits
    private var headReader: HeadReader
    /// That of the request whose body is being read.
    private(set) var head: RequestHead?
    private var body: BodyReader?
    private var isGranted = false

    init(limits: ServerLimits) {
        self.limits = limits
        headReader = HeadReader(limits: limits)
    }

    /// Whether a head is being read, and a body.
    var isInHead: Bool { headReader.hasBegun }
    var isInBody: Bool { body != nil }

    /// Bytes of the unfinished body that are held.
    var held: Int { body?.bytes.count ?? 0 }

    /// - Throws: `Refusal` for what cannot become a request; nothing after it can be understood.
    mutating func next(_ buffer: inout ByteBuffer) throws -> Step {
        guard let head else {
            guard let head = try headReader.read(&buffer) else { return .nothing }
            self.head = head
            body = try BodyReader(head.framing, limit: limits.body)
            isGranted = !head.expectsContinue
            return head.framing == .length(0) ? try next(&buffer) : .head(head)
        }
        if try body?.read(&buffer) ?? true {
            let request = Request(method: head.method, target: head.target, fields: head.fields, body: body?.bytes ?? [])
            self.head = nil
            body = nil
            return .request(request, head)
        }
        guard !isGranted, held == 0 else { return .nothing }
        isGranted = true
        return .expectation
    }
}
