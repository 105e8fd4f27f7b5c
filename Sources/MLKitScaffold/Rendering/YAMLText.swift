internal import MLKitCore
internal import MLKitYAML

/// Writes values as YAML that reads back the same.
enum YAMLText {
    /// A value on one line: plain where that means the same, else quoted as in JSON, whose texts YAML reads too.
    static func flow(_ value: JSON) -> String {
        switch value {
        case .string(let text): isPlain(text) ? text : value.compact
        case .array(let values): "[" + values.map(flow).joined(separator: ", ") + "]"
        case .object(let members): "{" + members.map { flow(.string($0.name)) + ": " + flow($0.value) }
            .joined(separator: ", ") + "}"
        default: value.compact
        }
    }

    /// Whether a text can stand without quotes, also inside brackets: begins and ends like a word, has nothing
    /// that YAML could take for its own, and would not be read as a number, a truth value or nothing.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isWord(first) || first == UInt8(ascii: "."), text.utf8.last != 0x20 else {
            return false
        }
        let isHarmless = text.utf8.allSatisfy { isWord($0) || " ./+()'-".utf8.contains($0) }
        return isHarmless && Scalar(text: text, isPlain: true).value == .string(text)
            && !["yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F
    }
}
