/// A word of an expression.
struct ExpressionToken: Hashable {
    enum Kind {
        /// `name`, `name.member`, or a word of the language such as `and`.
        case word
        /// A number, a quoted text, `true` or `false`.
        case literal
        /// One of `| : , ( ) ...` and the comparisons.
        case symbol
    }

    var kind: Kind
    var text: String
    /// Bytes from the beginning of the expression.
    var offset: Int

    /// Splits an expression into words. A character that fits nowhere becomes a symbol of its own, and the parser
    /// refuses it.
    static func split(_ expression: String) -> [ExpressionToken] {
        let bytes = Array(expression.utf8)
        var tokens = [ExpressionToken]()
        var index = 0
        while index < bytes.count {
            let start = index
            let kind = kind(of: bytes, &index)
            if let kind {
                tokens.append(ExpressionToken(kind, String(decoding: bytes[start..<index], as: UTF8.self), start))
            }
        }
        return tokens
    }

    private init(_ kind: Kind, _ text: String, _ offset: Int) {
        self.kind = kind == .word && ["true", "false"].contains(text) ? .literal : kind
        self.text = text
        self.offset = offset
    }

    /// Moves over the next token and says what it is; `nil` for white space.
    private static func kind(of bytes: [UInt8], _ index: inout Int) -> Kind? {
        let first = bytes[index]
        index += 1
        if TextLexer.isSpace(first) { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            while index < bytes.count, bytes[index] != first { index += 1 }
            index = min(index + 1, bytes.count)
            return .literal
        }
        if isNumberStart(first, bytes, index) {
            while index < bytes.count, isDigit(bytes[index]) || isPoint(bytes, index) { index += 1 }
            return .literal
        }
        if isWordByte(first) {
            while index < bytes.count, isWordByte(bytes[index]) || isMember(bytes, index) { index += 1 }
            return .word
        }
        if bytes[(index - 1)...].starts(with: "...".utf8) {
            index += 2
            return .symbol
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: "="), "=!<>".utf8.contains(first) { index += 1 }
        while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
        return .symbol
    }

    private static func isNumberStart(_ byte: UInt8, _ bytes: [UInt8], _ next: Int) -> Bool {
        isDigit(byte) || (byte == UInt8(ascii: "-") && next < bytes.count && isDigit(bytes[next]))
    }

    /// A dot inside a number, and not the first of the three of a range.
    private static func isPoint(_ bytes: [UInt8], _ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: ".") && !bytes[index...].starts(with: "...".utf8)
    }

    /// A dot between two word characters.
    private static func isMember(_ bytes: [UInt8], _ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: ".") && index + 1 < bytes.count && isWordByte(bytes[index + 1])
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_")
    }
}
