/// Reads rows of cells with a separator between them, as CSV has them (RFC 4180): a cell in quotes may have separators
/// and line breaks in it, and two quotes for one.
///
/// A quote opens such a cell where only spaces stand before it. Anywhere else, and behind the closing one, it is a
/// character like others.
///
/// For texts that are in memory as a whole: files of figures, exports, the first lines of a table. Tables are read by `DelimitedRows` of
/// `MLKitTables`, which see no more than a piece of the file at a time, and take what is no CSV.
public struct DelimitedReader {
    private let bytes: [UInt8]
    private let separator: UInt8
    private var place = 0
    /// Whether the text ended before a quote was closed.
    public private(set) var isUnclosed = false

    /// - Parameters:
    ///   - bytes: UTF-8 text.
    ///   - separator: an ASCII character.
    public init(_ bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    /// The cells of the next row; `nil` at the end. An empty line is a row with one empty cell.
    public mutating func next() -> [String]? {
        guard place < bytes.count else { return nil }
        var row = [String]()
        while true {
            row.append(String(decoding: cell(), as: UTF8.self))
            guard place < bytes.count else { return row }
            place += 1
            if bytes[place - 1] == Self.lineFeed { return row }
        }
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let quote = UInt8(ascii: "\"")

    /// Takes a cell, but not the separator or line break behind it.
    private mutating func cell() -> [UInt8] {
        var cell = [UInt8]()
        while place < bytes.count, bytes[place] == UInt8(ascii: " "), separator != UInt8(ascii: " ") { take(to: &cell) }
        if place < bytes.count, bytes[place] == Self.quote { takeQuoted(to: &cell) }
        let quoted = cell.count
        while place < bytes.count, bytes[place] != separator, bytes[place] != Self.lineFeed { take(to: &cell) }
        let isLast = place == bytes.count || bytes[place] == Self.lineFeed
        if isLast, cell.count > quoted, cell.last == UInt8(ascii: "\r") { cell.removeLast() }
        return cell
    }

    private mutating func take(to cell: inout [UInt8]) {
        cell.append(bytes[place])
        place += 1
    }

    private mutating func takeQuoted(to cell: inout [UInt8]) {
        place += 1
        while place < bytes.count {
            if bytes[place] == Self.quote {
                place += 1
                guard place < bytes.count, bytes[place] == Self.quote else { return }
            }
            take(to: &cell)
        }
        isUnclosed = true
    }
}
