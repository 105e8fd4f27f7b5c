internal import MLKitCore

extension JinjaLexer {
    /// The word of an expression at a place where no white space stands.
    func word(at start: Int) throws -> JinjaToken {
        let first = bytes[start]
        if Self.isDigit(first) { return number(start) }
        if Self.isNameByte(first) {
            return token(.name, start..<end(of: start, where: { Self.isNameByte($0) || Self.isDigit($0) }))
        }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return try string(start) }
        guard let symbol = Self.symbols.first(where: { has($0, at: start) }) else {
            let end = end(of: start + 1) { $0 & 0xC0 == 0x80 }
            throw failure("`\(source.text(start..<end))` fits nowhere in an expression", start..<end)
        }
        return token(.symbol, start..<(start + symbol.utf8.count))
    }

    private func token(_ kind: JinjaToken.Kind, _ range: Range<Int>) -> JinjaToken {
        JinjaToken(kind: kind, text: source.text(range), range: range)
    }

    private func end(of start: Int, where belongs: (UInt8) -> Bool) -> Int {
        var index = start
        while index < bytes.count, belongs(bytes[index]) { index += 1 }
        return index
    }

    /// Digits, with a fraction and an exponent; `_` may stand between digits. `1.x` is a number and a dot.
    private func number(_ start: Int) -> JinjaToken {
        let isPart = { (byte: UInt8) in Self.isDigit(byte) || byte == UInt8(ascii: "_") }
        var index = end(of: start, where: isPart)
        var kind = JinjaToken.Kind.integer
        if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "."), Self.isDigit(bytes[index + 1]) {
            index = end(of: index + 1, where: isPart)
            kind = .float
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            let sign = index + 1 < bytes.count && "+-".utf8.contains(bytes[index + 1]) ? 1 : 0
            let digits = index + 1 + sign
            if digits < bytes.count, Self.isDigit(bytes[digits]) {
                index = end(of: digits, where: isPart)
                kind = .float
            }
        }
        return JinjaToken(kind: kind, text: source.text(start..<index).filter { $0 != "_" }, range: start..<index)
    }

    private func string(_ start: Int) throws -> JinjaToken {
        var content = [UInt8]()
        var index = start + 1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == bytes[start] {
                return JinjaToken(
                    kind: .string, text: String(decoding: content, as: UTF8.self), range: start..<(index + 1))
            }
            if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                let (meaning, length) = escape(index + 1)
                content += meaning
                index += 1 + length
            } else {
                content.append(byte)
                index += 1
            }
        }
        throw failure("the quoted text is not closed", start..<(start + 1))
    }

    /// What an escape means as Python reads it, from the byte after the backslash, and how many bytes it takes.
    private func escape(_ index: Int) -> (meaning: [UInt8], length: Int) {
        if let meaning = Self.escapes[bytes[index]] { return (meaning, 1) }
        if let digits = Self.hexEscapes[bytes[index]], index + digits < bytes.count {
            let text = source.text((index + 1)..<(index + 1 + digits))
            if let scalar = UInt32(text, radix: 16).flatMap(Unicode.Scalar.init) {
                return (Array(String(Character(scalar)).utf8), 1 + digits)
            }
        }
        return ([UInt8(ascii: "\\"), bytes[index]], 1)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_")
    }

    /// Longer ones first.
    private static let symbols = [
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=",
        ".",
        ":", "|", ",", ";",
    ]

    private static let escapes: [UInt8: [UInt8]] = [
        UInt8(ascii: "n"): [10], UInt8(ascii: "t"): [9], UInt8(ascii: "r"): [13], UInt8(ascii: "\\"): [0x5C],
        UInt8(ascii: "'"): [0x27], UInt8(ascii: "\""): [0x22], UInt8(ascii: "a"): [7], UInt8(ascii: "b"): [8],
        UInt8(ascii: "f"): [12], UInt8(ascii: "v"): [11], UInt8(ascii: "0"): [0], UInt8(ascii: "\n"): [],
    ]

    private static let hexEscapes: [UInt8: Int] = [
        UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8,
    ]
}
