internal import MLKitCore

/// How raw values become values: what a data stage did to the rows that a model learned from, and what a server does again
/// to those that it answers.
public struct Cleaning: Hashable, Sendable {
    /// Texts that mean a missing value, compared without the white space around them; empty text always does.
    public var missing: [String]
    /// The same of single columns, beside those.
    public var missingByColumn: [String: [String]] = [:]
    public var numbers: NumberFormat
    /// Columns whose numbers are written otherwise, by their names.
    public var numbersByColumn: [String: NumberFormat] = [:]
    /// How characters are composed; as they come if `nil`.
    public var unicode: UnicodeForm?
    /// Columns of texts in which words stand for what names a person, as `Redaction` has it.
    public var redacted: [String]
    /// Columns of the table that were left out, which a row may have all the same.
    public var dropped: [String] = []
    /// How values of columns are made coarser, by their names.
    public var aggregated: [String: Aggregation] = [:]

    public init(missing: [String] = [], numbers: NumberFormat = .plain, unicode: UnicodeForm? = nil, redacted: [String] = []) {
        self.missing = missing
        self.numbers = numbers
        self.unicode = unicode
        self.redacted = redacted
    }

    /// Texts that mean a missing value in a column.
    public func missing(of column: String) -> [String] {
        guard !missingByColumn.isEmpty else { return missing }
        return missing + (missingByColumn.first { $0.key.utf8.elementsEqual(column.utf8) }?.value ?? [])
    }

    /// The same as far as it is of a column.
    public func ofColumn(_ column: String) -> Cleaning {
        var own = self
        (own.missing, own.missingByColumn) = (missing(of: column), [:])
        (own.numbers, own.numbersByColumn) = (numbers(of: column), [:])
        return own
    }

    /// How numbers of a column are written.
    public func numbers(of column: String) -> NumberFormat {
        guard !numbersByColumn.isEmpty else { return numbers }
        return numbersByColumn.first { $0.key.utf8.elementsEqual(column.utf8) }?.value ?? numbers
    }

    /// How values of a column are made coarser; `nil` for not at all.
    public func aggregation(of column: String) -> Aggregation? {
        aggregated.first { $0.key.utf8.elementsEqual(column.utf8) }?.value
    }

    /// What programs write for a missing value, and people in spreadsheets.
    public static let usualMissing = [
        "", "NA", "N/A", "n/a", "na", "#N/A", "<NA>", "NaN", "nan", "-nan", "NaT", "NULL", "null", "None", "?", "-", "--", ".",
        "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!",
    ]

    /// A text without the white space around it, its characters composed; `nil` where it means a missing value.
    ///
    /// - Parameter categories: the values that the column lists: one of them is a value even where elsewhere it means none.
    public func text(_ raw: String, categories: (String) -> Bool = { _ in false }) -> String? {
        var raw = raw
        var trimmed = raw.withUTF8 { String(decoding: $0.withoutSpaces, as: UTF8.self) }
        if trimmed.isEmpty { return nil }
        if let unicode { trimmed = unicode.normalized(trimmed) }
        return missing.contains(bytesOf: trimmed) && !categories(trimmed) ? nil : trimmed
    }
}
