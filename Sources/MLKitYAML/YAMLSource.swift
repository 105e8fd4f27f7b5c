internal import MLKitCore

/// The text a node was read from, with a table of line starts: libyaml counts code points, diagnostics need
/// characters and edits need bytes.
final class YAMLSource: Sendable {
    let file: String
    let bytes: [UInt8]
    /// The byte at which each line begins.
    private let lineStarts: [Int]
    /// Added to every line number: where the text stands inside a larger file.
    private let lineOffset: Int

    init(file: String, bytes: [UInt8], lineOffset: Int) {
        self.file = file
        self.bytes = bytes
        self.lineOffset = lineOffset
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// The text of a line (from 0), without its line break.
    func line(_ line: Int) -> String {
        guard line < lineStarts.count else { return "" }
        let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        let text = bytes[lineStarts[line]..<end]
        return String(decoding: text.last == 0x0D ? text.dropLast() : text, as: UTF8.self)
    }

    /// The byte offset of a place given in lines and code points from 0.
    func offset(line: Int, column: Int) -> Int {
        guard line < lineStarts.count else { return bytes.count }
        let width = self.line(line).unicodeScalars.prefix(column).reduce(0) { $0 + UTF8.width($1) }
        return lineStarts[line] + width
    }

    /// A location for a place in lines and code points from 0, `length` characters long.
    func location(line: Int, column: Int, length: Int = 1) -> SourceLocation {
        let text = self.line(line)
        let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(column)))
        return SourceLocation(
            file: file, line: line + 1 + lineOffset, column: before.count + 1, length: length, sourceLine: text)
    }

    /// The location of a byte.
    func location(offset: Int) -> SourceLocation {
        let line = max((lineStarts.firstIndex { $0 > offset } ?? lineStarts.count) - 1, 0)
        let before = String(decoding: bytes[lineStarts[line]..<min(offset, bytes.count)], as: UTF8.self)
        return SourceLocation(
            file: file, line: line + 1 + lineOffset, column: before.count + 1, sourceLine: self.line(line))
    }
}
