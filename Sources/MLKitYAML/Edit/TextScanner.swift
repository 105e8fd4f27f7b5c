/// Finds its way in the bytes of a YAML text, between values.
struct TextScanner {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The byte at which the line of a place begins.
    func lineStart(_ offset: Int) -> Int {
        (bytes[..<offset].lastIndex(of: 0x0A) ?? -1) + 1
    }

    /// Where the line of a place ends, before its line break.
    func lineEnd(_ offset: Int) -> Int {
        let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
        return end > offset && bytes[end - 1] == 0x0D ? end - 1 : end
    }

    /// Where the line after that of a place begins.
    func nextLine(_ offset: Int) -> Int {
        bytes[offset...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }

    func isOneLine(_ range: Range<Int>) -> Bool { !bytes[range].contains(0x0A) }

    /// The columns before a place in its line; a byte order mark is none.
    func column(_ offset: Int) -> Int {
        let line = bytes[lineStart(offset)..<offset]
        return String(decoding: line, as: UTF8.self).unicodeScalars.count { $0 != "\u{FEFF}" }
    }

    /// Whether only white space stands before a place in its line.
    func beginsLine(_ offset: Int) -> Bool {
        bytes[lineStart(offset)..<offset].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    /// The next byte that is neither white space nor part of a comment.
    func nextToken(from offset: Int) -> Int {
        var place = offset
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            case UInt8(ascii: "#") where place == 0 || [0x20, 0x09, 0x0A].contains(bytes[place - 1]):
                place = nextLine(place)
            default: return place
            }
        }
        return place
    }

    /// The end of the anchor and the tag that begin at a place.
    func endOfProperties(from offset: Int) -> Int {
        var end = offset
        var place = offset
        while place < bytes.count, bytes[place] == UInt8(ascii: "&") || bytes[place] == UInt8(ascii: "!") {
            let isAnchor = bytes[place] == UInt8(ascii: "&")
            end = bytes[(place + 1)...].firstIndex { isAnchor ? !Self.isWord($0) : $0 <= 0x20 } ?? bytes.count
            place = nextToken(from: end)
        }
        return end
    }

    /// What libyaml takes for a part of an anchor's name.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
