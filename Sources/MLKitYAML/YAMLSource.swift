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
    /// How many code points stand before each line; empty if every one is a byte.
    private let codePoints: [Int]
    /// Added to every line number: where the text stands inside a larger file.
    private let lineOffset: Int

    init(file: String, bytes: [UInt8], lineOffset: Int) {
        self.file = file
        self.bytes = bytes
        self.lineOffset = lineOffset
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        lineStarts = [start] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
        codePoints = bytes.allSatisfy { $0 < 0x80 } ? [] : Self.codePoints(before: lineStarts, in: bytes)
    }

    private static func codePoints(before lines: [Int], in bytes: [UInt8]) -> [Int] {
        var count = 0
        return [0] + zip(lines, lines.dropFirst()).map { start, end in
            count += bytes[start..<end].count { $0 & 0xC0 != 0x80 }
            return count
        }
    }

    /// The byte at which a code point begins, both counted from 0, the byte order mark not counted as a code point.
    func offset(codePoint: Int) -> Int {
        guard !codePoints.isEmpty else { return min(start + codePoint, bytes.count) }
        let line = Self.last(in: codePoints, notAbove: codePoint)
        var left = codePoint - codePoints[line]
        var offset = lineStarts[line]
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

    /// The place of bytes; what goes past the end of the line is not marked.
    func location(_ range: Range<Int>) -> SourceLocation {
        let (number, line) = line(at: range.lowerBound)
        func text(_ from: Int, _ to: Int) -> String {
            String(decoding: bytes[min(from, line.upperBound)..<min(max(from, to), line.upperBound)], as: UTF8.self)
        }
        return SourceLocation(
            file: file, line: number + 1 + lineOffset, column: text(line.lowerBound, range.lowerBound).count + 1,
            length: text(range.lowerBound, range.upperBound).count, sourceLine: text(line.lowerBound, line.upperBound))
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
