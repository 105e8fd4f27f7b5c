internal import MLKitCore

/// The first row of a delimited file: the names of its columns, and what stands between values.
///
/// DuckDB can guess both, but its guess may skip rows it does not understand, or take a later row for the
/// header; a header that is always the first row, read by plain rules, cannot surprise.
struct DelimitedHeader: Equatable {
    let delimiter: Character
    let names: [String]

    /// - Parameter lines: the beginning of the file; a quoted name may go over several lines.
    /// - Throws: `Failure` for a header that is empty or has two columns of one name.
    init(_ lines: [String], file: String) throws {
        let lines = lines.map { $0.hasPrefix("\u{FEFF}") ? String($0.dropFirst()) : $0 }
        let text = lines.joined(separator: "\n")
        guard let first = lines.first, !first.allSatisfy(\.isWhitespace) else {
            throw Failure("the first line of `\(file)` is empty, where the names of the columns should be")
        }
        delimiter = Self.delimiter(of: first)
        names = Self.fields(text, delimiter).enumerated().map { $1.isEmpty ? "column_\($0 + 1)" : $1 }
        try Self.checkNames(names, first, file)
    }

    /// The one of `,`, `;`, tab and `|` that stands most often outside quotes.
    private static func delimiter(of line: String) -> Character {
        var isQuoted = false
        var counts: [Character: Int] = [:]
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted { counts[character, default: 0] += 1 }
        }
        let candidates: [Character] = [",", ";", "\t", "|"]
        return candidates.reduce(",") { (counts[$1] ?? 0) > (counts[$0] ?? 0) ? $1 : $0 }
    }

    /// The fields of the first row, without spaces around them.
    private static func fields(_ text: String, _ delimiter: Character) -> [String] {
        var reader = DelimitedReader(Array(text.utf8), separator: delimiter.asciiValue ?? UInt8(ascii: ","))
        return (reader.next() ?? []).map(\.trimmed)
    }

    private static func checkNames(_ names: [String], _ line: String, _ file: String) throws {
        var seen: [String: String] = [:]
        for name in names {
            if let other = seen.updateValue(name, forKey: name.lowercased()) {
                let location = SourceLocation(file: file, line: 1, column: 1, length: line.count, sourceLine: line)
                let problem = other == name ? "appears twice" : "and the column `\(other)` differ only in case"
                throw Failure("the column `\(name)` \(problem)", at: location)
            }
        }
    }
}
