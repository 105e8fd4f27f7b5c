/// A small table as CSV (RFC 4180), or with tabs: a header, and rows of as many cells.
public struct DelimitedText {
    public let header: [String]
    public let rows: [[String]]

    /// - Throws: `Failure` if it is not UTF-8, empty, or has a row of another length.
    public init(_ bytes: [UInt8], path: String) throws {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure("`\(path)` is not UTF-8 text") }
        let separator: UInt8 = path.lowercased().hasSuffix(".tsv") ? 0x09 : 0x2C
        var lines = try Self.cells(Array(text.utf8), separator, path)
        lines.removeAll { $0 == [""] }
        guard let header = lines.first else { throw Failure("`\(path)` is empty", hint: "it needs a header and rows") }
        if let index = lines.firstIndex(where: { $0.count != header.count }) {
            throw Failure(
                "row \(index) of `\(path)` has \(plural(lines[index].count, "cell")), the header \(header.count)")
        }
        self.header = header
        rows = Array(lines.dropFirst())
    }

    private static func cells(_ bytes: [UInt8], _ separator: UInt8, _ path: String) throws -> [[String]] {
        var lines: [[String]] = []
        var line = [String]()
        var cell = [UInt8]()
        var isQuoted = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x22 where isQuoted && index < bytes.count && bytes[index] == 0x22:
                cell.append(byte)
                index += 1
            case 0x22: isQuoted.toggle()
            case separator where !isQuoted:
                line.append(String(decoding: cell, as: UTF8.self))
                cell = []
            case 0x0A where !isQuoted:
                if cell.last == 0x0D { cell.removeLast() }
                lines.append(line + [String(decoding: cell, as: UTF8.self)])
                (line, cell) = ([], [])
            default: cell.append(byte)
            }
        }
        guard !isQuoted else { throw Failure("a quote in `\(path)` is not closed") }
        if !cell.isEmpty || !line.isEmpty { lines.append(line + [String(decoding: cell, as: UTF8.self)]) }
        return lines
    }

    /// A number where the cell is one, else its text.
    public static func value(_ cell: String) -> JSON {
        let text = cell.trimmed
        return Int(text).map { .int($0) } ?? Double(text).map { .double($0) } ?? .string(text)
    }
}
