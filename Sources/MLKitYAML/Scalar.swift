public import MLKitCore

/// A text of a YAML document, with the way it was written.
public struct Scalar: Hashable, Sendable {
    public var text: String
    /// Whether it stands without quotes, so that it may mean a number, a truth value or nothing.
    public var isPlain: Bool

    public init(text: String, isPlain: Bool) {
        self.text = text
        self.isPlain = isPlain
    }

    /// The value by the core schema of YAML 1.2.2 (section 10.3.2); quoted scalars are always text.
    public var value: JSON {
        guard isPlain else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        case ".nan", ".NaN", ".NAN": return .double(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .double(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .double(-.infinity)
        default: return number ?? .string(text)
        }
    }

    private var number: JSON? {
        guard let first = text.utf8.first, first < 0x3A else { return nil }
        if text.hasPrefix("0x") { return Int(text.dropFirst(2), radix: 16).map { .int($0) } }
        if text.hasPrefix("0o") { return Int(text.dropFirst(2), radix: 8).map { .int($0) } }
        if let whole = Int(text) { return .int(whole) }
        let allowed = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        return allowed ? Double(text).map { .double($0) } : nil
    }
}
