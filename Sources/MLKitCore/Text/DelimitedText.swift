/// A small table as CSV (RFC 4180), or with tabs: a header, and rows of as many cells.
public struct DelimitedText {
    public let header: [String]
    public let rows: [[String]]

    /// - Throws: `Failure` if it is not UTF-8, empty, or has a row of another length.
    public init(_ bytes: [UInt8], path: String) throws {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Failure("`\(path)` is not UTF-8 text") }
        let isTabbed = path.lowercased().hasSuffix(".tsv")
        var reader = DelimitedReader(bytes, separator: UInt8(ascii: isTabbed ? "\t" : ","))
        var lines = [[String]]()
        while let line = reader.next() { lines.append(line) }
        guard !reader.isUnclosed else { throw Failure("a quote in `\(path)` is not closed") }
        lines.removeAll { $0 == [""] }
        guard let header = lines.first else { throw Failure("`\(path)` is empty", hint: "it needs a header and rows") }
        if let index = lines.firstIndex(where: { $0.count != header.count }) {
            throw Failure(
                "row \(index) of `\(path)` has \(plural(lines[index].count, "cell")), the header \(header.count)")
        }
        self.header = header
        rows = Array(lines.dropFirst())
    }

    /// A number where the cell is one, else its text.
    public static func value(_ cell: String) -> JSON {
        let text = cell.trimmed
        return Int(text).map { .int($0) } ?? Double(text).map { .double($0) } ?? .string(text)
    }

    /// A cell as it is written, in quotes if it has to be.
    public static func written(_ cell: String) -> String {
        let isPlain = cell.utf8.allSatisfy { ![0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        return isPlain ? cell : "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
