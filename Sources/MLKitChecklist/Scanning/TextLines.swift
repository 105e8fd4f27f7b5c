/// The lines of a file's bytes, without making text of them.
enum TextLines {
    /// Whether bytes are text: no zero among the first, as git decides it.
    static func isText(_ bytes: [UInt8]) -> Bool { !bytes.prefix(8000).contains(0) }

    /// The bytes of a text: those of a file of text, also of one with zeros in it, or of one in UTF-16 or UTF-32, which most
    /// often says so in its first bytes; UTF-16 is what some shells write. `nil` for what is none.
    static func text(_ bytes: [UInt8]) -> [UInt8]? {
        guard !isText(bytes) else { return bytes }
        if let text = WideText.utf8(bytes) { return text }
        if let isLittle = endOfUnits(bytes) {
            let start = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) ? 2 : 0
            let units = stride(from: start, to: bytes.count - 1, by: 2).map { index in
                UInt16(bytes[index + (isLittle ? 1 : 0)]) << 8 | UInt16(bytes[index + (isLittle ? 0 : 1)])
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        }
        let beginning = bytes.prefix(8000)
        guard beginning.contains(where: { $0 > 0x20 }), beginning.allSatisfy({ $0 == 0 || isPrinted($0) }) else { return nil }
        return bytes.map { $0 == 0 ? 0x20 : $0 }
    }

    /// Whether the units of a text in UTF-16 begin with their low byte; `nil` for what is none. Without a mark, one byte of
    /// most units is zero, and the other never.
    private static func endOfUnits(_ bytes: [UInt8]) -> Bool? {
        if bytes.starts(with: [0xFF, 0xFE]) { return true }
        if bytes.starts(with: [0xFE, 0xFF]) { return false }
        let beginning = bytes.prefix(8000)
        let zeros = beginning.indices.filter { beginning[$0] == 0 }
        guard zeros.count > beginning.count / 3, beginning.allSatisfy({ $0 == 0 || isPrinted($0) }) else { return nil }
        let odd = zeros.count { $0 % 2 == 1 }
        return odd == zeros.count ? true : odd == 0 ? false : nil
    }

    /// Whether a byte can stand in a text: white space, the escape of terminals, or no control character.
    private static func isPrinted(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || 0x09...0x0D ~= byte || byte == 0x1B }

    /// Calls something with each line, without its line feed, and with its number counted from 1.
    static func forEach(
        in bytes: [UInt8], _ body: (UnsafeRawBufferPointer, Int) throws -> Void
    ) rethrows {
        try bytes.withUnsafeBytes { buffer in
            var start = 0
            var number = 1
            while start < buffer.count {
                var end = start
                while end < buffer.count, buffer[end] != 0x0A { end += 1 }
                try body(UnsafeRawBufferPointer(rebasing: buffer[start..<end]), number)
                start = end + 1
                number += 1
            }
        }
    }

    static func contains(_ line: UnsafeRawBufferPointer, _ word: [UInt8]) -> Bool {
        guard line.count >= word.count else { return false }
        return (0...(line.count - word.count)).contains { starts(line, at: $0, with: word) }
    }

    static func starts(_ line: UnsafeRawBufferPointer, at place: Int, with word: [UInt8]) -> Bool {
        guard place >= 0, place + word.count <= line.count else { return false }
        for index in word.indices where line[place + index] != word[index] { return false }
        return true
    }

    /// How many characters of a set stand from a place on.
    static func run(_ line: UnsafeRawBufferPointer, _ start: Int, _ accepts: (UInt8) -> Bool) -> Int {
        var end = start
        while end < line.count, accepts(line[end]) { end += 1 }
        return end - start
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
    static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
    static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == 0x5F }
    static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
