internal import MLKitCore
internal import MLKitSignature
internal import MLKitSpec

/// How the numbers of one column are written, where it is otherwise than those of the others: an entry of `read.numbers`.
public struct NumberOptions: Hashable, Sendable {
    public var decimal: String?
    public var thousands: String?
    public var units: [String] = []
    public var brackets: Bool?
    public var minusBehind: Bool?

    public init() {}

    init(_ format: NumberFormat) {
        func text(_ byte: UInt8) -> String { byte == UInt8(ascii: " ") ? "space" : String(Character(Unicode.Scalar(byte))) }
        decimal = format.decimal == UInt8(ascii: ".") ? nil : text(format.decimal)
        thousands = format.thousands.map(text)
        units = format.units
        brackets = format.hasBrackets ? true : nil
        minusBehind = format.hasMinusBehind ? true : nil
    }

    var format: NumberFormat {
        NumberFormat(
            decimal: decimal?.utf8.first ?? UInt8(ascii: "."),
            thousands: thousands.flatMap { $0 == "space" ? UInt8(ascii: " ") : $0.utf8.first }, units: units, hasBrackets: brackets ?? false,
            hasMinusBehind: minusBehind ?? false)
    }

    /// The same with something in it: a column that is written plainly where others are not.
    var written: NumberOptions {
        var written = self
        if self == NumberOptions() { written.decimal = "." }
        return written
    }

    /// What does not go together; `nil` for nothing.
    var contradiction: String? {
        guard format.decimal == format.thousands else { return nil }
        return "`\(ReadingOptions.decimalName)` and `\(ReadingOptions.thousandsName)` are the same character"
    }

    static let keys = KeySet<NumberOptions>(
        "`numbers` of a column", blank: NumberOptions(),
        [
            Key(ReadingOptions.decimalName, \.decimal, .choice([".", ","]), "what stands before decimal places"),
            Key(ReadingOptions.thousandsName, \.thousands, .choice([",", ".", "'", "space"]), "what stands between groups of three digits"),
            Key(ReadingOptions.unitsName, \.declaredUnits, .list(.text),
                "texts before or behind numbers to leave out, such as `$` and `%`"),
            Key(ReadingOptions.bracketsName, \.brackets, .boolean, "whether a number in brackets is a negative one, as `(1,234.50)`"),
            Key(ReadingOptions.minusBehindName, \.minusBehind, .boolean, "whether the minus of a number may stand behind it, as `1,234.50-`"),
        ])

    /// The key `units`, which is not written where there are none.
    private var declaredUnits: [String]? {
        get { units.isEmpty ? nil : units }
        set { units = newValue ?? [] }
    }
}

extension ReadingOptions {
    /// What is said for all columns together.
    private var common: NumberOptions {
        get {
            var common = NumberOptions()
            (common.decimal, common.thousands, common.units) = (decimal, thousands, units)
            (common.brackets, common.minusBehind) = (brackets, minusBehind)
            return common
        }
        set {
            (decimal, thousands, units) = (newValue.decimal, newValue.thousands, newValue.units)
            (brackets, minusBehind) = (newValue.brackets, newValue.minusBehind)
        }
    }

    /// How numbers are written; `nil` where nothing is declared.
    var numbers: NumberFormat? {
        guard decimal != nil || thousands != nil || !units.isEmpty || brackets != nil || minusBehind != nil else { return nil }
        return common.format
    }

    /// How those of single columns are; `nil` where nothing is declared.
    var numbersByColumn: [String: NumberFormat]? { columnNumbers?.mapValues(\.format) }

    /// How those of a column are; `nil` where nothing is declared.
    func numbers(of column: String) -> NumberFormat? {
        columnNumbers?.first { $0.key.hasSameBytes(as: column) }?.value.format ?? numbers
    }

    /// What a schema says of how numbers are written, where nothing else was said: sheets and databases write theirs in that way.
    func spelled(as schema: TableSchema?) -> ReadingOptions {
        guard let cleaning = schema?.cleaning else { return self }
        var options = self
        if numbers == nil, cleaning.numbers != .plain { options.write(cleaning.numbers) }
        if columnNumbers == nil { for (name, format) in cleaning.numbersByColumn { options.write(format, of: name) } }
        return options
    }

    /// Takes over how numbers are written.
    mutating func write(_ format: NumberFormat) { common = NumberOptions(format) }

    /// The same of one column.
    mutating func write(_ format: NumberFormat, of column: String) {
        columnNumbers = (columnNumbers ?? [:]).merging([column: NumberOptions(format).written]) { $1 }
    }

    /// Of `numbers` what does not go together; `nil` for nothing.
    var columnContradiction: String? {
        (columnNumbers ?? [:]).sorted { $0.key < $1.key }
            .lazy.compactMap { name, options in options.contradiction.map { "\($0) in `numbers` of `\(name)`" } }.first
    }
}
