extension ServerLimits {
    /// One limit: how it is called, what it does, and how it is read.
    public struct Limit: Sendable {
        public enum Kind: Hashable, Sendable {
            case count(ClosedRange<Int>)
            /// Bytes; as text also with a unit: `K`, `M` or `G`, or these with `iB`.
            case bytes(ClosedRange<Int>)
            /// Seconds, with a fraction; as text also with a unit: `ms`, `s`, `m` or `h`.
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
        Limit(
            "body", .bytes(1...(1 << 30)), "the largest body, as it is sent and as it is unpacked; a larger one is refused with 413",
            \.body),
        Limit(
            "memory", .bytes((1 << 20)...(1 << 40)),
            "what all requests may hold, of bodies and of answers that wait for their readers; what does not fit is refused with 503",
            \.memory),
        Limit("waiting", .count(0...100_000), "requests that wait for a thread; more is refused with 429", \.waiting),
        Limit("deadline", .seconds(0.001...86_400), "for the answer of a request that has arrived; later it is 504", \.deadline),
        Limit("head_time", .seconds(0.001...3600), "for the head of a request, from its first byte; later it is 408", \.headTime),
        Limit("body_time", .seconds(0.001...86_400), "for the body of a request; later it is 408", \.bodyTime),
        Limit("send_time", .seconds(0.001...86_400), "in which a client must take an answer", \.sendTime),
        Limit("idle_time", .seconds(0.001...86_400), "that a connection may stay open between requests", \.idleTime),
        Limit(
            "connections", .count(1...1_000_000), "open connections; beyond them the one that has been idle longest gives way",
            \.connections),
        Limit("threads", .count(1...64), "threads that answer small requests, and as many, at least two, for large ones", \.threads),
        Limit("drain_delay", .seconds(0...3600), "from SIGTERM, when readiness fails, to when connections are ended", \.drainDelay),
        Limit("drain_time", .seconds(0...3600), "that requests in flight then have", \.drainTime),
    ]

    /// What is not as it is by default, each as `NAME=VALUE`.
    public var changes: [String] {
        Self.all.filter { $0.text(self) != $0.text(ServerLimits()) }.map { "\($0.name)=\($0.text(self))" }
    }

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
        guard set(limit, parts[1]) else {
            throw Failure("the limit `\(limit.name)` should be \(limit.expectation), not `\(parts[1].shortened)`")
        }
    }

    /// Changes a limit to the value that a text says.
    ///
    /// - Returns: false, and nothing is changed, if it says none of the kind or one out of range.
    @discardableResult
    public mutating func set(_ limit: Limit, _ text: String) -> Bool {
        guard let value = limit.value(text) else { return false }
        limit.change(&self, value)
        return true
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
    public func value(_ text: String) -> Double? {
        switch kind {
        case .count(let range): return Int(text).flatMap { range.contains($0) ? Double($0) : nil }
        case .seconds(let range):
            let (number, factor) = Self.parts(text, ["ms": 0.001, "s": 1, "m": 60, "h": 3600])
            return Double(number).map { $0 * factor }.flatMap { range.contains($0) ? $0 : nil }
        case .bytes(let range):
            let (number, factor) = Self.parts(text, ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "KiB": 0x1p10, "MiB": 0x1p20, "GiB": 0x1p30])
            guard let count = Int(number), (0..<(1 << 41)).contains(count) else { return nil }
            let bytes = Double(count) * factor
            return bytes <= Double(range.upperBound) && bytes >= Double(range.lowerBound) ? bytes : nil
        }
    }

    /// A text without its unit, and what the unit stands for.
    private static func parts(_ text: String, _ units: [String: Double]) -> (number: String, factor: Double) {
        let unit = String(text.reversed().prefix { $0.isLetter }.reversed())
        guard let factor = units[unit], text.utf8.count > unit.utf8.count else { return (text, 1) }
        return (String(text.dropLast(unit.count)), factor)
    }

    /// The default, as a person writes it.
    public var standard: String {
        let text = text(ServerLimits())
        switch kind {
        case .count: return text
        case .bytes:
            let mebibytes = (Int(text) ?? 0) >> 20
            return mebibytes > 0 ? "\(mebibytes)MiB" : text
        case .seconds: return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "s"
        }
    }

    /// What a value should be, in words.
    public var expectation: String {
        switch kind {
        case .count(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .bytes(let range): "bytes from \(range.lowerBound) to \(range.upperBound), such as 16MiB"
        case .seconds(let range): "seconds from \(range.lowerBound) to \(range.upperBound), such as 30s"
        }
    }
}
