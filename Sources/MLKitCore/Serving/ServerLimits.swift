/// What clients may ask of the server before they are refused, kept waiting or cut off: the values of
/// `serving.limits`, each with its default.
public struct ServerLimits: Hashable, Sendable {
    /// Rows of one request; more is answered with 413.
    public var rows = 20_000
    /// The largest body, in bytes, as it is sent and as it is unpacked; a larger one is answered with 413.
    public var body = 16 << 20
    /// Bytes that all requests together may hold: bodies that have arrived or are arriving, and answers that wait
    /// for their readers. What does not fit is answered with 503. Up to `small` bytes of a request are not counted,
    /// so that large requests cannot keep small ones out.
    public var memory = 96 << 20
    /// Requests that wait for a thread; more is answered with 429.
    public var waiting = 64
    /// Seconds until a request whose body has arrived is answered with 504.
    public var deadline = 30.0
    /// Seconds for the head of a request, from its first byte.
    public var headTime = 10.0
    /// Seconds for the body of a request.
    public var bodyTime = 60.0
    /// Seconds in which an answer must be taken.
    public var sendTime = 60.0
    /// Seconds a connection may stay open between requests.
    public var idleTime = 75.0
    /// Connections; beyond them the one that has been idle longest gives way.
    public var connections = 4096
    /// Threads that answer small requests, and as many that answer large ones.
    public var threads = 1
    /// Seconds from SIGTERM, when readiness fails, to when connections are ended.
    public var drainDelay = 1.0
    /// Seconds that requests in flight then have.
    public var drainTime = 30.0
    /// The longest request line or header field, in bytes, and the most fields; more is answered with 414 or 431.
    public var headerField = 16 << 10
    public var headerFields = 64
    /// Bodies up to this many bytes are answered on the event loop, longer ones on the thread pool.
    ///
    /// The number of rows decides what a request costs, and a row of census data is about 250 bytes: up to
    /// some 128 rows (about a millisecond) a hop to another thread costs more than it frees. The size is
    /// known before anything is parsed, so a large body is not parsed on the event loop either.
    public var small = 32 << 10

    public init() {}

    /// The defaults with a few values changed.
    public init(_ change: (inout ServerLimits) -> Void) {
        change(&self)
    }
}
