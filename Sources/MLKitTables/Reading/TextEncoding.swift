internal import MLKitCore

/// How the characters of a file are written as bytes.
enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// Windows-1252, which has all of Latin-1's characters at Latin-1's places.
    case latin1 = "latin-1"
    case utf16 = "utf-16"

    /// What to do about bytes that are no UTF-8.
    static let hint = "if the file is Latin-1 or Windows-1252, say so: `read: {encoding: latin-1}`"

    /// Whether the first bytes of a file that should be UTF-8 are no text in any encoding of one byte either: control characters are
    /// among them, and what is not UTF-8.
    static func isBinary(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let sample = bytes.prefix(4096)
        let controls = sample.count { $0 < 0x20 && !(0x09...0x0D).contains($0) }
        // A character may be cut at the end.
        guard controls >= 4, controls * 50 >= sample.count, let last = sample.lastIndex(where: { $0 < 0x80 }) else { return false }
        return !UTF8Check.isValid(UnsafeBufferPointer(rebasing: sample[...last]))
    }

    /// What the first bytes of a file tell for sure; `nil` for nothing.
    static func told(by bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
        // Every other byte of ASCII characters is nought.
        let sample = bytes.prefix(512)
        let noughts = sample.enumerated().filter { $1 == 0 }
        guard sample.count >= 8, noughts.count * 3 >= sample.count else { return nil }
        let (even, odd) = (noughts.count { $0.offset % 2 == 0 }, noughts.count { $0.offset % 2 == 1 })
        return even == 0 || odd == 0 ? .utf16 : nil
    }
}

/// Turns the bytes of a file into UTF-8, piece by piece.
struct Transcoder {
    private let encoding: TextEncoding
    private var isBigEndian = false
    private var isFirst = true
    /// Bytes of a character whose others are still to come.
    private var rest: [UInt8] = []

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
    }

    /// Whether a character was begun that does not end.
    var isUnfinished: Bool { !rest.isEmpty }

    /// The most bytes that one byte can become.
    static let growth = 3

    /// - Returns: the piece as UTF-8, without a byte order mark.
    mutating func utf8(_ piece: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        encoding == .latin1 ? Self.latin1(piece) : utf16(piece)
    }

    private static func latin1(_ piece: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var out = [UInt8]()
        out.reserveCapacity(piece.count + piece.count / 8)
        for byte in piece {
            if byte < 0x80 {
                out.append(byte)
            } else {
                let scalar = byte < 0xA0 ? windows[Int(byte) - 0x80] : UInt32(byte)
                out.append(contentsOf: Array(String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8))
            }
        }
        return out
    }

    private mutating func utf16(_ piece: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var bytes = rest + piece
        if isFirst, bytes.count >= 2 {
            isFirst = false
            let hasMark = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
            isBigEndian = hasMark ? bytes[0] == 0xFE : bytes[0] == 0
            if hasMark { bytes.removeFirst(2) }
        }
        var units = [UInt16]()
        units.reserveCapacity(bytes.count / 2)
        var index = 0
        while index + 1 < bytes.count {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
            index += 2
        }
        // The first half of a pair waits for its other half.
        if let last = units.last, last & 0xFC00 == 0xD800 {
            units.removeLast()
            index -= 2
        }
        rest = Array(bytes[index...])
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// What Windows-1252 has at 0x80 to 0x9F.
    private static let windows: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D,
        0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD,
        0x017E, 0x0178,
    ]
}
