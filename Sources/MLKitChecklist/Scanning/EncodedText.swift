internal import MLKitCore

/// What HTML and addresses of the web write for a character: `&#64;`, `&#x40;`, `&commat;`, `%40`.
enum EncodedText {
    private static let signs = ["%40", "&#64;", "&#064;", "&#x40;", "&#X40;", "&commat;"].map { Array($0.utf8) }

    /// Whether an `@` that is written so begins at a place.
    static func mayHoldAddress(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        signs.contains { sign in
            place + sign.count <= line.count && sign.indices.allSatisfy { line[place + $0] == sign[$0] }
        }
    }

    /// The line with characters of ASCII in place of what is written for them.
    static func decoded(_ line: UnsafeRawBufferPointer) -> [UInt8] {
        var (text, place) = ([UInt8](), 0)
        while place < line.count {
            if let (byte, length) = character(line, place) {
                text.append(byte)
                place += length
            } else {
                text.append(line[place])
                place += 1
            }
        }
        return text
    }

    /// The character that is written at a place, and how long that is.
    private static func character(_ line: UnsafeRawBufferPointer, _ place: Int) -> (UInt8, Int)? {
        func number(_ start: Int, _ radix: Int, _ accepts: (UInt8) -> Bool, most: Int) -> (UInt8, Int)? {
            let end = (start..<min(start + most, line.count)).first { !accepts(line[$0]) } ?? min(start + most, line.count)
            guard end > start, let value = Int(String(decoding: line[start..<end], as: UTF8.self), radix: radix), 0x20..<0x7F ~= value
            else { return nil }
            return (UInt8(value), end)
        }
        if line[place] == 0x25 {
            guard let (byte, end) = number(place + 1, 16, TextLines.isHex, most: 2), end == place + 3 else { return nil }
            return (byte, 3)
        }
        guard line[place] == 0x26, place + 2 < line.count else { return nil }
        let name = Array("&commat;".utf8)
        if place + name.count <= line.count, name.indices.allSatisfy({ line[place + $0] == name[$0] }) { return (0x40, name.count) }
        guard line[place + 1] == 0x23 else { return nil }
        let isHex = line[place + 2] | 0x20 == 0x78
        let found = isHex ? number(place + 3, 16, TextLines.isHex, most: 6) : number(place + 2, 10, TextLines.isDigit, most: 7)
        guard let (byte, end) = found, end < line.count, line[end] == 0x3B else { return nil }
        return (byte, end + 1 - place)
    }
}
