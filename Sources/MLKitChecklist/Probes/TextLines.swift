/// The lines of a file's bytes, without making text of them.
enum TextLines {
    /// Whether bytes are text: no zero among the first, as git decides it.
    static func isText(_ bytes: [UInt8]) -> Bool { !bytes.prefix(8000).contains(0) }

    /// The first line in which something is found, counted from 1, and what it is.
    ///
    /// - Parameter mark: a line that contains it is passed over.
    static func first(
        in bytes: [UInt8], unless mark: String, _ find: (UnsafeRawBufferPointer) throws -> String?
    ) rethrows -> (line: Int, found: String)? {
        let mark = Array(mark.utf8)
        return try bytes.withUnsafeBytes { buffer in
            var start = 0
            var number = 1
            while start < buffer.count {
                var end = start
                while end < buffer.count, buffer[end] != 0x0A { end += 1 }
                let line = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
                if let found = try find(line), !contains(line, mark) { return (number, found) }
                start = end + 1
                number += 1
            }
            return nil
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

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    static func isWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == 0x5F }
}
