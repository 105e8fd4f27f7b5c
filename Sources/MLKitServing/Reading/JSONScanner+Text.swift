/// A text of JSON where it stands, without its quotes.
struct JSONText {
    let range: Range<Int>
    /// Whether it must be unescaped.
    let hasEscapes: Bool
}

extension JSONScanner {
    /// Takes a text, and finds it to be UTF-8 and its escapes to be sound.
    mutating func text() throws -> JSONText {
        let start = position + 1
        position = start
        var all: UInt8 = 0
        var hasEscapes = false
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            let byte = bytes[position]
            guard byte >= 0x20 else { throw problem("a control character inside text must be escaped") }
            all |= byte
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                try skipEscape()
            } else {
                position += 1
            }
        }
        guard position < bytes.count else { throw problem("the text ends inside a string") }
        let range = start..<position
        position += 1
        if all >= 0x80, String(validating: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self) == nil {
            throw problem("not UTF-8 text")
        }
        return JSONText(range: range, hasEscapes: hasEscapes)
    }

    private mutating func skipEscape() throws {
        position += 1
        guard position < bytes.count else { throw problem("the text ends inside a string") }
        switch bytes[position] {
        case UInt8(ascii: "u"):
            position += 1
            guard let unit = hexUnit(at: position) else { throw problem("expected four hexadecimal digits after `\\u`") }
            position += 4
            if UTF16.isLeadSurrogate(unit), trailUnit(at: position) != nil { position += 6 } else if UTF16.isSurrogate(unit) {
                throw problem("half of a surrogate pair is no character", at: position - 6)
            }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        default:
            throw problem("unknown escape in text")
        }
    }

    /// The second half of a surrogate pair, if its escape stands there.
    private func trailUnit(at start: Int) -> UInt16? {
        guard start + 1 < bytes.count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else { return nil }
        return hexUnit(at: start + 2).flatMap { UTF16.isTrailSurrogate($0) ? $0 : nil }
    }

    private func hexUnit(at start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for index in start..<(start + 4) {
            guard let digit = ByteClass.hexValue(bytes[index]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    func string(_ text: JSONText) -> String {
        guard text.hasEscapes else { return String(decoding: UnsafeBufferPointer(rebasing: bytes[text.range]), as: UTF8.self) }
        return String(decoding: unescaped(text), as: UTF8.self)
    }

    /// The UTF-8 of a text.
    func unescaped(_ text: JSONText) -> [UInt8] {
        var content = [UInt8]()
        content.reserveCapacity(text.range.count)
        var index = text.range.lowerBound
        while index < text.range.upperBound {
            guard bytes[index] == UInt8(ascii: "\\") else {
                content.append(bytes[index])
                index += 1
                continue
            }
            index += 2
            switch bytes[index - 1] {
            case UInt8(ascii: "b"): content.append(8)
            case UInt8(ascii: "f"): content.append(12)
            case UInt8(ascii: "n"): content.append(10)
            case UInt8(ascii: "r"): content.append(13)
            case UInt8(ascii: "t"): content.append(9)
            case UInt8(ascii: "u"): appendUnits(&index, to: &content)
            default: content.append(bytes[index - 1])
            }
        }
        return content
    }

    private func appendUnits(_ index: inout Int, to content: inout [UInt8]) {
        let unit = hexUnit(at: index) ?? 0
        index += 4
        var scalar = UInt32(unit)
        if UTF16.isLeadSurrogate(unit), let next = trailUnit(at: index) {
            scalar = 0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(next) & 0x3FF
            index += 6
        }
        let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        if character.isASCII {
            content.append(UInt8(truncatingIfNeeded: character.value))
        } else {
            content.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// Whether a text is these bytes.
    func isEqual(_ text: JSONText, _ other: [UInt8]) -> Bool {
        if text.hasEscapes { return unescaped(text) == other }
        return text.range.count == other.count && other.withUnsafeBufferPointer { other in
            for offset in 0..<other.count where bytes[text.range.lowerBound + offset] != other[offset] { return false }
            return true
        }
    }

    /// Whether a text has a NUL in it, which only an escape can write.
    func hasNUL(_ text: JSONText) -> Bool { text.hasEscapes && unescaped(text).contains(0) }
}
