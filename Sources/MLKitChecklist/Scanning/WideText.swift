/// Text in UTF-32: four bytes for each character.
enum WideText {
    private static let little: [UInt8] = [0xFF, 0xFE, 0, 0]
    private static let big: [UInt8] = [0, 0, 0xFE, 0xFF]

    /// The same text in UTF-8; `nil` for what is none. Most says in its first four bytes which one comes first; what does not
    /// has to be letters and signs of ASCII for the most part, since columns of numbers look the same.
    static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
        if bytes.starts(with: little) { return decoded(bytes.dropFirst(4), isLittle: true) }
        if bytes.starts(with: big) { return decoded(bytes.dropFirst(4), isLittle: false) }
        let beginning = bytes.prefix(8000)
        guard beginning.count >= 8, bytes.count % 4 == 0 else { return nil }
        let order = [true, false].first { isLittle in
            let units = units(beginning, isLittle: isLittle)
            return units.allSatisfy(isCharacter) && 4 * units.count(where: { $0 < 0x7F }) > 3 * units.count
        }
        return order.map { decoded(bytes[...], isLittle: $0) }
    }

    /// Whether a number stands for a character that a text has.
    private static func isCharacter(_ unit: UInt32) -> Bool {
        0x20...0xD7FF ~= unit && unit != 0x7F || 0x09...0x0D ~= unit || 0xE000...0x10FFFF ~= unit
    }

    private static func units(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> [UInt32] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 3, by: 4).map { index in
            let four = bytes[index..<(index + 4)]
            return (isLittle ? Array(four.reversed()) : Array(four)).reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> [UInt8] {
        Array(String(decoding: units(bytes, isLittle: isLittle), as: UTF32.self).utf8)
    }
}
