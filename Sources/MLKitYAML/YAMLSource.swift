internal import MLKitCore

/// The text a node was read from, with a table of line starts: libyaml counts code points, diagnostics need
/// characters and edits need bytes.
///
/// A line ends with a line feed, as editors have it; to libyaml some other characters end one as well, so that its own
/// count of lines is of no use.
final class YAMLSource: Sendable {
    let file: String
    let bytes: [UInt8]
    /// Where the text begins: after a byte order mark.
    let start: Int
    /// The byte at which each line begins.
    private let lineStarts: [Int]
    /// The byte at which every 64th code point begins; empty if every code point is a byte.
    private let codePoints: [Int]
    /// Added to every line number: where the text stands inside a larger file.
    private let lineOffset: Int

    init(file: String, bytes: [UInt8], lineOffset: Int) {
        self.file = file
        self.bytes = bytes
        self.lineOffset = lineOffset
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        lineStarts = [start] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
        codePoints = bytes.allSatisfy { $0 < 0x80 } ? [] : Self.codePoints(in: bytes, from: start)
    }

    private static let stride = 64

    private static func codePoints(in bytes: [UInt8], from start: Int) -> [Int] {
        var count = 0
        var places = [Int]()
        for offset in bytes.indices[start...] where bytes[offset] & 0xC0 != 0x80 {
            if count % stride == 0 { places.append(offset) }
            count += 1
        }
        return places
    }

    /// The byte at which a code point begins, both counted from 0, the byte order mark not counted as a code point.
    func offset(codePoint: Int) -> Int {
        guard !codePoints.isEmpty else { return min(start + codePoint, bytes.count) }
        guard codePoint / Self.stride < codePoints.count else { return bytes.count }
        var offset = codePoints[codePoint / Self.stride]
        var left = codePoint % Self.stride
        while offset < bytes.count, left > 0 || bytes[offset] & 0xC0 == 0x80 {
            if bytes[offset] & 0xC0 != 0x80 { left -= 1 }
            offset += 1
        }
        return offset
    }

    /// Where the last line that begins at or before a byte stands in the table, and its range without the line break.
    private func line(at offset: Int) -> (number: Int, range: Range<Int>) {
        let line = Self.last(in: lineStarts, notAbove: offset)
        var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        if end > lineStarts[line], bytes[end - 1] == 0x0D { end -= 1 }
        return (line, lineStarts[line]..<end)
    }

    /// The place of bytes; what goes past the end of the line is not marked. A very long line is shown up to a little
    /// behind the place, or not at all.
    func location(_ range: Range<Int>) -> SourceLocation {
        let (number, line) = line(at: range.lowerBound)
        let start = min(range.lowerBound, line.upperBound)
        let end = min(max(range.upperBound, start), line.upperBound, start + Self.shownLength)
        let shownEnd = min(line.upperBound, line.lowerBound + Self.shownLength)
        return SourceLocation(
            file: file, line: number + 1 + lineOffset, column: characters(line.lowerBound..<start) + 1,
            length: characters(start..<end),
            sourceLine: start <= shownEnd ? String(decoding: bytes[line.lowerBound..<shownEnd], as: UTF8.self) : nil)
    }

    /// The most bytes of a line that a diagnostic holds.
    private static let shownLength = 2000

    private func characters(_ range: Range<Int>) -> Int {
        codePoints.isEmpty ? range.count : String(decoding: bytes[range], as: UTF8.self).count
    }

    /// The place of a byte.
    func location(offset: Int) -> SourceLocation { location(offset..<offset) }

    /// The index of the last element that is not above a value; the first if all are.
    private static func last(in ascending: [Int], notAbove value: Int) -> Int {
        var low = 0
        var high = ascending.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if ascending[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }
}
