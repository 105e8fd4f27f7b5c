internal import MLKitCore

/// What DuckDB wrote to standard error, made readable.
///
/// Its messages are `Kind Error: text`, further lines, then an excerpt of the statement that starts with
/// `LINE 1:`. A bad CSV row comes as `CSV Error on Line: 3`, `Original Line: …` and the reason, followed by
/// advice on DuckDB's own options, which means nothing to a user of mlkit.
struct DuckDBError {
    private let lines: [Substring]
    /// The CSV file that is at fault, empty where none is named.
    private let file: String

    init(_ text: String) {
        let all = text.split(separator: "\n", omittingEmptySubsequences: false)
        let mark = "  file = "
        file = all.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) } ?? ""
        let body = all.prefix { !$0.hasPrefix("LINE ") && !$0.hasPrefix("Possible ") }
        lines = body.filter { !$0.allSatisfy(\.isWhitespace) }
    }

    /// - Parameter purpose: what was tried, in words that follow "cannot".
    func failure(_ purpose: String) -> Failure {
        badRow(purpose) ?? Failure("cannot \(purpose)", notes: reasons)
    }

    private var reasons: [String] {
        guard let first = lines.first else { return ["DuckDB gives no reason"] }
        return [Self.withoutKind(first)] + lines.dropFirst().map(String.init)
    }

    /// The failure for a CSV row that breaks the format, with its place.
    private func badRow(_ purpose: String) -> Failure? {
        let mark = "CSV Error on Line: "
        guard let first = lines.first, let range = first.firstRange(of: mark) else { return nil }
        guard let line = Int(first[range.upperBound...].prefix { $0.isNumber }) else { return nil }
        let reason = lines.dropFirst().last.map { Self.readable($0) } ?? "the row cannot be read"
        return Failure(
            "cannot \(purpose): \(reason)", at: SourceLocation(
                file: file, line: line, column: 1, length: original?.count ?? 1, sourceLine: original))
    }

    private var original: String? {
        let mark = "Original Line: "
        return lines.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }

    /// Without `IO Error: ` and a full stop.
    private static func withoutKind(_ line: Substring) -> String {
        let text = line.firstRange(of: "Error: ").map { line[$0.upperBound...] } ?? line
        let words = String(text).trimmed
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }

    /// `Expected Number of Columns: 2 Found: 3` in words; other reasons in lower case.
    private static func readable(_ reason: Substring) -> String {
        let numbers = reason.split { !$0.isNumber }.compactMap { Int($0) }
        if reason.hasPrefix("Expected Number of Columns"), numbers.count == 2 {
            return "the row has \(plural(numbers[1], "value")) where the header has \(plural(numbers[0], "column"))"
        }
        if reason.hasPrefix("Value with unterminated quote") { return "a quoted value does not end as it should" }
        if reason.hasPrefix("Invalid unicode") { return "the row is not UTF-8 text" }
        return reason.prefix(1).lowercased() + reason.dropFirst()
    }
}
