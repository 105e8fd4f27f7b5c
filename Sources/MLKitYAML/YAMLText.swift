public import MLKitCore

/// Writes values as YAML on one line that every reader takes for the same.
public enum YAMLText {
    /// A text: plain where that is safe, else in double quotes.
    public static func scalar(_ text: String) -> String {
        isPlain(text, also: ":;<>@=,") && !text.contains(": ") && text.last != ":" ? text : quoted(text)
    }

    /// A text in double quotes (YAML 1.2.2, section 7.3.1).
    public static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    /// Any value, lists and mappings in brackets.
    public static func flow(_ value: JSON) -> String {
        switch value {
        case .string(let text): isPlain(text, also: "") ? text : quoted(text)
        case .array(let values): "[" + values.map(flow).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { flow(.string($0.name)) + ": " + flow($0.value) }.joined(separator: ", ") + "}"
        default: value.compact
        }
    }

    /// Readers of YAML 1.1 take these for truth values.
    private static let truthValues: Set<String> = ["yes", "no", "on", "off", "y", "n"]

    /// Whether a text can stand without quotes: begins like a word, has nothing that some reader takes for its
    /// own, and is not a number, a truth value or nothing.
    private static func isPlain(_ text: String, also punctuation: String) -> Bool {
        guard Scalar(text: text, isPlain: true).value == .string(text) else { return false }
        if isNumbered(text) || Timestamp(iso8601: text)?.description == text { return true }
        guard let first = text.unicodeScalars.first, isLetter(first) || "/_.".unicodeScalars.contains(first),
            text.last != " ", !truthValues.contains(text.lowercased())
        else { return false }
        return text.unicodeScalars.allSatisfy {
            isLetter($0) || isDigit($0) || " /_-.+()'".unicodeScalars.contains($0)
                || punctuation.unicodeScalars.contains($0)
        }
    }

    /// Whether the text begins with a digit and is a hash, a version or the like. No `_`, `-` or `:`, which YAML
    /// 1.1 has in numbers, dates and times of day, nor its `0b101`.
    private static func isNumbered(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isDigit(first), !text.hasPrefix("0b") else { return false }
        return text.unicodeScalars.allSatisfy { isLetter($0) || isDigit($0) || $0 == "." }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: isPrintable(scalar) ? String(scalar) : code(scalar)
        }
    }

    /// Characters that a reader would refuse or take for a line break (YAML 1.2.2, sections 5.1 and 5.4).
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    private static func code(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
