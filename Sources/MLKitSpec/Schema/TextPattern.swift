internal import MLKitCore

/// A named check of a text.
public struct TextPattern: Sendable {
    /// What fits, for messages: "lower-case letters, digits and `-`".
    public let summary: String
    /// The same as a regular expression for the whole text, in the words that JSON Schema and Swift share; `nil` where
    /// none can say it.
    public let expression: String?
    /// The check itself; an expression would cost milliseconds to compile.
    public let accepts: @Sendable (String) -> Bool

    public init(_ summary: String, expression: String? = nil, accepts: @escaping @Sendable (String) -> Bool) {
        self.summary = summary
        self.expression = expression
        self.accepts = accepts
    }
}

extension TextPattern {
    /// The name of a project: `[a-z0-9][a-z0-9_-]*`.
    public static let projectName = TextPattern(
        "lower-case letters, digits, `-` and `_`", expression: "[a-z0-9][a-z0-9_-]*"
    ) { text in
        guard let first = text.utf8.first, !"-_".utf8.contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "-_".utf8.contains(byte)
        }
    }

    /// The name of a stage, model or parameter: what can stand in `${…}`.
    public static let identifier = TextPattern(
        "letters, digits, `_` and `-`", expression: "[A-Za-z0-9_-]+"
    ) { text in
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }
}
