internal import MLKitCore
internal import MLKitYAML

/// Text as a YAML scalar on one line: plain where every reader takes it for that text, else in double quotes.
enum YAMLText {
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    /// Readers of YAML 1.1 take these for truth values.
    private static let words: Set<String> = ["yes", "no", "on", "off", "y", "n"]

    private static func isPlain(_ text: String) -> Bool {
        guard Scalar(text: text, isPlain: true).value == .string(text) else { return false }
        if ContentHash(text) != nil || Timestamp(iso8601: text)?.description == text { return true }
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            isLetter(first) || first == "/" || first == "_", last != " ", last != ":"
        else { return false }
        let isTame = text.unicodeScalars.allSatisfy { isLetter($0) || isDigit($0) || punctuation.contains($0) }
        return isTame && !text.contains(": ") && !words.contains(text.lowercased())
    }

    /// What has no meaning inside a plain scalar; `: ` apart, and `#` and quotes are left out to be safe.
    private static let punctuation = " /_-.,:;<>@()+=".unicodeScalars

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
