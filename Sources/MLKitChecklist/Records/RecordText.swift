internal import MLKitCore

/// The bytes of a record's file, taken apart: front matter between two lines of `---`, and the note after it.
///
/// Whatever is not ours to change is kept as bytes: a mark of byte order, line endings, the note.
struct RecordText: Hashable {
    let bytes: [UInt8]
    /// The YAML between the lines of `---`.
    let frontMatter: Range<Int>
    /// All that comes after the second.
    let note: Range<Int>
    /// How the first line ends: `\n` or `\r\n`.
    let newline: String

    private static let fence = Array("---".utf8)
    private static let conflict = Array("<<<<<<< ".utf8)
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Throws: `Failure` for a text without front matter, or with markers of a merge conflict.
    init(_ bytes: [UInt8], file: String) throws {
        self.bytes = bytes
        let start = bytes.starts(with: Self.byteOrderMark) ? 3 : 0
        let lines = Self.lines(bytes, from: start)
        if let index = lines.firstIndex(where: { bytes[$0].starts(with: Self.conflict) }) {
            throw Failure(
                "this record has an unresolved merge conflict", at: Self.location(index, lines, bytes, file),
                hint: "keep one of the two answers and remove the markers")
        }
        guard let first = lines.first, Self.isFence(bytes[first]) else {
            throw Failure(
                "a record begins with a line of `---`", at: Self.location(0, lines, bytes, file),
                hint: "write its front matter between two such lines, or remove the file to reopen the item")
        }
        guard let last = lines.dropFirst().firstIndex(where: { Self.isFence(bytes[$0]) }) else {
            throw Failure(
                "the front matter does not end", at: Self.location(0, lines, bytes, file),
                hint: "write a line of `---` between it and the note")
        }
        frontMatter = first.upperBound..<lines[last].lowerBound
        note = lines[last].upperBound..<bytes.count
        newline = bytes[first].suffix(2).elementsEqual("\r\n".utf8) ? "\r\n" : "\n"
    }

    var frontMatterBytes: [UInt8] { Array(bytes[frontMatter]) }

    /// The lines with their line breaks.
    private static func lines(_ bytes: [UInt8], from start: Int) -> [Range<Int>] {
        var lines = [Range<Int>]()
        var begin = start
        for index in bytes.indices where index >= start && bytes[index] == 0x0A {
            lines.append(begin..<(index + 1))
            begin = index + 1
        }
        return begin < bytes.count ? lines + [begin..<bytes.count] : lines
    }

    private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: fence) && line.dropFirst(3).allSatisfy { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
    }

    private static func location(
        _ index: Int, _ lines: [Range<Int>], _ bytes: [UInt8], _ file: String
    ) -> SourceLocation {
        let line = index < lines.count ? bytes[lines[index]] : []
        let text = String(decoding: line, as: UTF8.self).filter { !$0.isNewline }
        return SourceLocation(file: file, line: index + 1, column: 1, length: text.count, sourceLine: text)
    }
}
