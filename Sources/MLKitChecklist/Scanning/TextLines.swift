/// The lines of a file's bytes, without making text of them.
enum TextLines {
    /// Whether bytes are text: no zero among the first, as git decides it.
    static func isText(_ bytes: [UInt8]) -> Bool { !bytes.prefix(8000).contains(0) }

    /// The bytes of a text: those of a file of text, or of one in UTF-16, which says so in its first two bytes and is what
    /// some shells write. `nil` for what is none.
    static func text(_ bytes: [UInt8]) -> [UInt8]? {
        guard !isText(bytes) else { return bytes }
        let isLittle = bytes.starts(with: [0xFF, 0xFE])
        guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return nil }
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
            UInt16(bytes[index + (isLittle ? 1 : 0)]) << 8 | UInt16(bytes[index + (isLittle ? 0 : 1)])
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

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
