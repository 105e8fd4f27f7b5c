internal import NIOCore
internal import NIOHTTP1

/// What a client may ask of the server before it is refused.
public struct ServerLimits: Sendable {
    /// The largest body, in bytes; a larger one is answered with 413.
    public var body: Int
    /// The longest request line or header field, in bytes, and the most fields; more is answered with 431.
    public var headerField: Int
    public var headerFields: Int
    /// Requests of one connection that wait for an answer before no more are read from it.
    public var pipelined: Int
    /// Seconds a connection may stay silent.
    public var idleSeconds: Int
    /// Bodies up to this many bytes are answered on the event loop, longer ones on the thread pool.
    ///
    /// The number of rows decides what a request costs, and a row of census data is about 250 bytes: up to
    /// some 128 rows (about a millisecond) a hop to another thread costs more than it frees. The size is
    /// known before anything is parsed, so a large body is not parsed on the event loop either.
    public var inlineBody: Int

    public init(
        body: Int = 16 << 20, headerField: Int = 16 << 10, headerFields: Int = 64, pipelined: Int = 16,
        idleSeconds: Int = 75, inlineBody: Int = 32 << 10
    ) {
        self.body = body
        self.headerField = headerField
        self.headerFields = headerFields
        self.pipelined = pipelined
        self.idleSeconds = idleSeconds
        self.inlineBody = inlineBody
    }

    var decoder: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = headerField
        limits.maxHeaderFieldCount = headerFields
        return limits
    }
}
