internal import MLKitCore
internal import MLKitReports
public import MLKitSpec
internal import MLKitYAML

/// `size_mb < 5`: what a model must keep to be selected.
public struct Bound: Hashable, Sendable {
    public enum Comparison: String, CaseIterable, Sendable {
        case less = "<"
        case atMost = "<="
        case greater = ">"
        case atLeast = ">="
    }

    /// A metric's name, `sizeName` or `latencyName`.
    public var quantity: String
    public var comparison: Comparison
    public var limit: Double

    /// The size of a model's file, in units of 1,000,000 bytes.
    static let sizeName = "size_mb"
    /// How long the answer for one row takes on this machine, with one thread: the median of many, in milliseconds.
    static let latencyName = "latency_ms"

    public init(quantity: String, comparison: Comparison, limit: Double) {
        self.quantity = quantity
        self.comparison = comparison
        self.limit = limit
    }

    /// As it is written.
    var text: String { "\(quantity) \(comparison.rawValue) \(limit.brief())" }

    /// Whether a value keeps the bound; NaN never does.
    func keeps(_ value: Double) -> Bool {
        switch comparison {
        case .less: value < limit
        case .atMost: value <= limit
        case .greater: value > limit
        case .atLeast: value >= limit
        }
    }
}

extension Bound {
    /// The quantities that `select` can bound.
    private static let selected = [sizeName, latencyName] + Metric.allCases.map(\.rawValue)

    /// Reads `size_mb < 5`; `nil` for anything else.
    init?(_ text: String) { self.init(text, among: Self.selected) }

    init?(_ text: String, among quantities: [String]) {
        guard let sign = text.firstIndex(where: { "<>".contains($0) }) else { return nil }
        let quantity = Self.withoutSpaces(text[..<sign])
        let rest = text[sign...]
        let symbol = rest.prefix { "<>=".contains($0) }
        guard let comparison = Comparison(rawValue: String(symbol)),
            let limit = Self.number(Self.withoutSpaces(rest.dropFirst(symbol.count))),
            quantities.contains(String(quantity))
        else { return nil }
        self.init(quantity: String(quantity), comparison: comparison, limit: limit)
    }

    /// A decimal number, with at most 15 digits on each side of the point and 2 in the exponent: what
    /// `TextPattern.bound` says in JSON Schema, and no more.
    private static func number(_ text: Substring) -> Double? {
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        let unsigned = withoutSign(parts.first ?? "")
        let digits = unsigned.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard digits.allSatisfy({ isDigits($0, atMost: 15) }), digits.contains(where: { !$0.isEmpty }) else {
            return nil
        }
        if parts.count == 2 {
            let exponent = withoutSign(parts[1])
            guard !exponent.isEmpty, isDigits(exponent, atMost: 2) else { return nil }
        }
        return Double(text)
    }

    private static func withoutSign(_ text: Substring) -> Substring {
        text.first == "+" || text.first == "-" ? text.dropFirst() : text
    }

    private static func isDigits(_ text: Substring, atMost limit: Int) -> Bool {
        text.utf8.count <= limit && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func withoutSpaces(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension Bound {
    /// What the bounds of some quantities look like.
    static func pattern(_ quantities: [String], _ description: String) -> TextPattern {
        TextPattern(
            description,
            expression: "[ ]*(?:\(quantities.joined(separator: "|")))[ ]*(?:<=|>=|<|>)[ ]*"
                + "[+-]?(?:[0-9]{1,15}(?:\\.[0-9]{0,15})?|\\.[0-9]{1,15})(?:[eE][+-]?[0-9]{1,2})?[ ]*"
        ) { Bound($0, among: quantities) != nil }
    }

    fileprivate static let selectPattern = pattern(
        selected, "a metric, `\(sizeName)` or `\(latencyName)`, one of < <= > >=, and a number, as in `\(sizeName) < 5`")

    /// As `mlkit.yaml` has it.
    var written: String { "\(quantity) \(comparison.rawValue) \(limit)" }
}

extension TextPattern {
    /// A bound of `select`.
    public static let bound = Bound.selectPattern
}

extension KeyType<Bound> {
    static var bound: Self {
        KeyType(.pattern(.bound), read: { $0.text.flatMap { Bound($0) } }, write: { .string($0.written) })
    }
}
