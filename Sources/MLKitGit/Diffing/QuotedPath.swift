/// Paths as git prints them with `core.quotePath=false`: those that could break a line or a terminal are quoted as in
/// C.
public enum QuotedPath {
    /// The path, in quotes if need be.
    public static func text(_ path: String) -> String {
        let quoted = path.unicodeScalars.map(escaped).joined()
        return quoted == path ? path : "\"\(quoted)\""
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "\\": return "\\\(scalar)"
        case "\n": return "\\n"
        case "\t": return "\\t"
        case "\r": return "\\r"
        default:
            guard scalar.value < 0x20 || scalar.value == 0x7f else { return String(scalar) }
            let digits = String(scalar.value, radix: 8)
            return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }
    }
}
