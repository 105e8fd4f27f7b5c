extension ServerLimits {
    /// One limit: how it is called, what it does, and how it is read.
    public struct Limit: Sendable {
        public enum Kind: Hashable, Sendable {
            case count(ClosedRange<Int>)
            /// Bytes; as text also with `K`, `M` or `G` behind it.
            case bytes(ClosedRange<Int>)
            /// Seconds, with a fraction.
            case seconds(ClosedRange<Double>)
        }

        /// The key in `serving.limits`, and the name in `--limit NAME=VALUE`.
        public let name: String
        public let kind: Kind
        /// What it does, as a page of reference says it.
        public let summary: String
        /// The value of some limits, as a person writes it.
        public let text: @Sendable (ServerLimits) -> String
        fileprivate let change: @Sendable (inout ServerLimits, Double) -> Void
    }

    /// All limits: what mlkit.yaml and the command line read, and what is written of them.
    public static let all: [Limit] = [
        Limit("rows", .count(1...10_000_000), "rows of one request; more is refused with 413", \.rows),
        Limit("body", .bytes(1...(1 << 30)), "the largest body, as it is sent and as it is unpacked; a larger one is refused with 413", \.body),
        Limit(
            "memory", .bytes((1 << 20)...(1 << 40)),
            "what all requests may hold, of bodies and of answers that wait for their readers; what does not fit is refused with 503", \.memory),
        Limit("waiting", .count(0...100_000), "requests that wait for a thread; more is refused with 429", \.waiting),
        Limit("deadline", .seconds(0.001...86_400), "for the answer of a request that has arrived; later it is 504", \.deadline),
        Limit("head_time", .seconds(0.001...3600), "for the head of a request, from its first byte; later it is 408", \.headTime),
        Limit("body_time", .seconds(0.001...86_400), "for the body of a request; later it is 408", \.bodyTime),
        Limit("send_time", .seconds(0.001...86_400), "in which a client must take an answer", \.sendTime),
        Limit("idle_time", .seconds(0.001...86_400), "that a connection may stay open between requests", \.idleTime),
        Limit("connections", .count(1...1_000_000), "open connections; beyond them the one that has been idle longest gives way", \.connections),
        Limit("threads", .count(1...64), "threads that answer small requests, and as many, at least two, for large ones", \.threads),
        Limit("drain_delay", .seconds(0...3600), "from SIGTERM, when readiness fails, to when connections are ended", \.drainDelay),
        Limit("drain_time", .seconds(0...3600), "that requests in flight then have", \.drainTime),
    ]

    /// Changes one limit.
    ///
    /// - Parameter text: `NAME=VALUE`.
    /// - Throws: `Failure` for an unknown name, and for a value that is not of the kind or out of range.
    public mutating func set(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw Failure("a limit is given as NAME=VALUE, not as `\(text.shortened)`") }
        guard let limit = Self.all.first(where: { $0.name == parts[0] }) else {
            throw Failure("unknown limit `\(parts[0].shortened)`", hint: Suggestion.hint(for: parts[0], among: Self.all.map(\.name)))
        }
        guard let value = limit.value(parts[1]) else {
            throw Failure("the limit `\(limit.name)` should be \(limit.expectation), not `\(parts[1].shortened)`")
        }
        limit.change(&self, value)
    }
}

extension ServerLimits.Limit {
    fileprivate init(_ name: String, _ kind: Kind, _ summary: String, _ path: any WritableKeyPath<ServerLimits, Int> & Sendable) {
        self.init(name: name, kind: kind, summary: summary, text: { "\($0[keyPath: path])" }, change: { $0[keyPath: path] = Int($1) })
    }

    fileprivate init(_ name: String, _ kind: Kind, _ summary: String, _ path: any WritableKeyPath<ServerLimits, Double> & Sendable) {
        self.init(name: name, kind: kind, summary: summary, text: { "\($0[keyPath: path])" }, change: { $0[keyPath: path] = $1 })
    }

    /// The number that a text says, `nil` if it is none or out of range.
    func value(_ text: String) -> Double? {
        switch kind {
        case .count(let range): return Int(text).flatMap { range.contains($0) ? Double($0) : nil }
        case .seconds(let range): return Double(text).flatMap { range.contains($0) ? $0 : nil }
        case .bytes(let range):
            let shift = ["K": 10, "M": 20, "G": 30][text.last.map { String($0) } ?? ""]
            guard let number = Int(shift == nil ? text : String(text.dropLast())) else { return nil }
            let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
            return !overflow && range.contains(bytes) ? Double(bytes) : nil
        }
    }

    /// What a value should be, in words.
    public var expectation: String {
        switch kind {
        case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .bytes(let range): "bytes from \(range.lowerBound) to \(range.upperBound), such as 16M"
        case .seconds(let range): "seconds from \(range.lowerBound) to \(range.upperBound)"
        }
    }
}
