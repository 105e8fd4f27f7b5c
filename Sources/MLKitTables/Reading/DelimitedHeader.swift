internal import MLKitCore

/// The first row of a delimited file: the names of its columns, and what stands between values.
///
/// DuckDB can guess both, but its guess may skip rows it does not understand, or take a later row for the
/// header; a header that is always the first row, read by plain rules, cannot surprise.
struct DelimitedHeader: Equatable {
    let delimiter: Character
    let names: [String]
    /// How many lines the row takes up: a quoted name may go over several.
    let lineCount: Int
    private let file: String
    private let line: Int

    /// - Parameters:
    ///   - lines: the beginning of the file.
    ///   - line: the number of the first of them.
    ///   - delimiter: `nil` to find it out.
    /// - Throws: `Failure` for a header that is empty.
    init(_ lines: [String], file: String, line: Int = 1, delimiter: Character? = nil, quote: UInt8? = UInt8(ascii: "\"")) throws {
        (self.file, self.line) = (file, line)
        guard let first = lines.first, !first.allSatisfy(\.isWhitespace) else {
            let place = line == 1 ? "the first line" : "line \(line)"
            throw Failure("\(place) of `\(file)` is empty, where the names of the columns should be")
        }
        self.delimiter = delimiter ?? Self.delimiter(of: first)
        var reader = DelimitedReader(
            Array(lines.joined(separator: "\n").utf8), separator: self.delimiter.asciiValue ?? UInt8(ascii: ","))
        let fields = (reader.next() ?? []).map { Self.unquoted($0.trimmed, quote) }
        names = fields.enumerated().map { $1.isEmpty ? "column_\($0 + 1)" : $1 }
        lineCount = 1 + fields.reduce(0) { $0 + $1.count { $0 == "\n" } }
    }

    /// Other quotes than `"`, which the reader takes away itself.
    private static func unquoted(_ name: String, _ quote: UInt8?) -> String {
        guard let quote, quote != UInt8(ascii: "\""), name.utf8.count >= 2, name.utf8.first == quote, name.utf8.last == quote
        else { return name }
        return String(name.dropFirst().dropLast())
    }

    /// The one of `,`, `;`, tab and `|` that stands most often outside quotes.
    private static func delimiter(of line: String) -> Character {
        let counts = counts(in: line)
        return delimiters.reduce(",") { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
    }

    /// How often each of them stands outside quotes.
    static func counts(in line: String) -> [Character: Int] {
        var isQuoted = false
        var counts = [Int](repeating: 0, count: 256)
        for byte in line.utf8 {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted { counts[Int(byte)] += 1 }
        }
        return Dictionary(uniqueKeysWithValues: delimiters.map { ($0, $0.asciiValue.map { counts[Int($0)] } ?? 0) })
    }

    /// What is looked for between values.
    static let delimiters: [Character] = [",", ";", "\t", "|"]

    /// - Throws: `Failure` where two columns have one name.
    func check(_ text: String) throws {
        var seen: [String: String] = [:]
        for name in names {
            if let other = seen.updateValue(name, forKey: name.lowercased()) {
                let location = SourceLocation(file: file, line: line, column: 1, length: text.count, sourceLine: text)
                let problem = other == name ? "appears twice" : "and the column `\(other)` differ only in case"
                throw Failure(
                    "the column `\(name)` \(problem)", at: location,
                    hint: DataReporting.areValues(names)
                        ? "if the first row has values and not names, `read: {header: false}` takes it for a row"
                        : "rename one of them, or name all columns in their order: `read: {names: […]}`; if the first row has values and "
                            + "not names, `read: {header: false}` takes it for a row")
            }
        }
    }
}
