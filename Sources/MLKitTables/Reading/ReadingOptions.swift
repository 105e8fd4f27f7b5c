internal import MLKitCore
internal import MLKitSignature
internal import MLKitSpec
public import SystemPackage

/// How a source is written, where that is not found out: the key `read`.
public struct ReadingOptions: Hashable, Sendable {
    /// One character, or `tab`; found out if `nil`.
    public var delimiter: String?
    /// One character, or `none`.
    public var quote = "\""
    public var hasHeader = true
    /// The names of all columns, in their order, in place of those in the header.
    public var names: [String]?
    /// By the first bytes, else UTF-8, if `nil`.
    public var encoding: String?
    public var decimal: String?
    public var thousands: String?
    public var units: [String] = []
    public var brackets: Bool?
    public var minusBehind: Bool?
    /// Columns whose numbers are written otherwise, by their names.
    public var columnNumbers: [String: NumberOptions]?
    public var comment: String?
    public var skip = 0
    /// Formats of dates that are tried before the usual ones.
    public var dates: [String] = []
    public var ragged = Ragged.refuse
    /// Of several files, which columns each has to have.
    public var columns = ColumnRule.same
    /// Of a database the table that is read; the only one if `nil`.
    public var table: String?
    /// Of a database what is asked of it, in place of a table.
    public var query: String?
    /// Of a workbook the sheet that is read; the first if `nil`.
    public var sheet: String?
    /// Of a zip archive the file in it that is read; the only one if `nil`.
    public var member: String?

    public init() {}

    /// What can be said of a file that is called so: one of another format has no table, sheet or separator.
    public func fitting(_ path: FilePath) -> ReadingOptions {
        let name = path.lastComponent?.string ?? ""
        // What an archive holds is seen when it is opened.
        guard !SourceFormat.isBareArchive(name), let format = try? SourceFormat(named: name) else { return self }
        var options = self
        if format != .sqlite { (options.table, options.query) = (nil, nil) }
        if format != .workbook { options.sheet = nil }
        if format == .workbook { (options.delimiter, options.quote, options.encoding) = (nil, Self().quote, nil) }
        if !SourceFormat.isArchive(name) { options.member = nil }
        return options
    }

    /// What does not go together; `nil` for nothing.
    var contradiction: String? {
        let signs = [(Self.delimiterName, delimiterByte), (Self.quoteName, form.quote), (Self.commentName, form.comment)]
            .compactMap { name, byte in byte.map { (name, $0) } }
        for (place, sign) in signs.enumerated() {
            if let other = signs[..<place].first(where: { $0.1 == sign.1 }) { return "`\(other.0)` and `\(sign.0)` are the same character" }
        }
        if let numbers, numbers.decimal == numbers.thousands {
            return "`\(Self.decimalName)` and `\(Self.thousandsName)` are the same character"
        }
        if let columnContradiction { return columnContradiction }
        let twice = (names ?? []).enumerated().first { place, name in
            (names ?? [])[..<place].contains { $0.lowercased() == name.lowercased() }
        }
        return twice.map { "`\(Self.namesName)` has `\($0.element)` twice" }
    }

    var textEncoding: TextEncoding? { encoding.flatMap { TextEncoding(rawValue: $0) } }
    var delimiterByte: UInt8? { delimiter.flatMap { $0 == "tab" ? UInt8(ascii: "\t") : $0.utf8.first } }

    var form: DelimitedForm {
        DelimitedForm(
            delimiter: delimiterByte ?? UInt8(ascii: ","), quote: quote == "none" ? nil : quote.utf8.first,
            comment: comment?.utf8.first, ragged: ragged)
    }
}

extension ReadingOptions {
    /// `tab` and `none` are words for two.
    private static let character = TextPattern("one ASCII character, `tab` or `none`") { text in
        text == "tab" || text == "none" || (text.utf8.count == 1 && text.utf8.allSatisfy { $0 < 0x80 })
    }

    static let keys = KeySet<ReadingOptions>(
        "`read`", blank: ReadingOptions(),
        [
            Key(delimiterName, \.delimiter, .pattern(character), "what stands between values: a character or `tab`; found out if left out"),
            Key(quoteName, \.quote, .pattern(character), "what stands around values: a character or `none`"),
            Key("header", \.hasHeader, .boolean, "whether the first row has the names of the columns"),
            Key(namesName, \.names, .list(.text), "names of all columns, in their order"),
            Key(
                encodingName, \.encoding, .choice(TextEncoding.allCases.map(\.rawValue)),
                "how characters are encoded; UTF-16 is found out"),
            Key(decimalName, \.decimal, .choice([".", ","]), "what stands before decimal places"),
            Key(thousandsName, \.thousands, .choice([",", ".", "'", "space"]), "what stands between groups of three digits"),
            Key(unitsName, \.units, .list(.text), "texts before or behind numbers to leave out, such as `$` and `%`"),
            Key(bracketsName, \.brackets, .boolean, "whether a number in brackets is a negative one, as `(1,234.50)`"),
            Key(minusBehindName, \.minusBehind, .boolean, "whether the minus of a number may stand behind it, as `1,234.50-`"),
            Key(
                numbersName, \.columnNumbers, .mapping(.object(NumberOptions.keys)),
                "columns whose numbers are written otherwise than that, each with these five keys"),
            Key(commentName, \.comment, .pattern(character), "lines that begin with this character are left out"),
            Key("skip", \.skip, .integer(0...), "lines to leave out before the header"),
            Key("dates", \.dates, .list(.text), "formats of dates, such as `%d.%m.%Y`, tried before the usual ones"),
            Key(tableName, \.table, .text, "of a database the table that is read; the only one if left out"),
            Key(queryName, \.query, .text, "of a database what is read, in place of a table: a `SELECT` with an order"),
            Key(sheetName, \.sheet, .text, "of a workbook the sheet that is read; the first if left out"),
            Key("member", \.member, .text, "of a zip archive the file in it that is read; the only one if left out"),
            Key(
                "columns", \.columns, .choice,
                "of several files: each has the same columns; or those that one lacks are missing values in it"),
            Key("ragged", \.ragged, .choice, "what is done with rows that have too few values, or too many"),
        ])

    static let delimiterName = "delimiter"
    static let quoteName = "quote"
    static let namesName = "names"
    static let encodingName = "encoding"
    static let decimalName = "decimal"
    static let thousandsName = "thousands"
    static let unitsName = "units"
    static let bracketsName = "brackets"
    static let minusBehindName = "minus_behind"
    static let numbersName = "numbers"
    static let commentName = "comment"
    static let tableName = "table"
    static let queryName = "query"
    static let sheetName = "sheet"
}
