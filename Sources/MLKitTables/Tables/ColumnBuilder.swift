/// Gathers one column of a table, value by value.
struct ColumnBuilder {
    private let name: String
    private let isNumeric: Bool
    private var numbers: [Double] = []
    private var codes: [Int32] = []
    private var dictionary = TextDictionary()

    init(name: String, isNumeric: Bool) {
        self.name = name
        self.isNumeric = isNumeric
    }

    /// Takes the text of a value, `nil` for a missing one.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>?) {
        if isNumeric {
            numbers.append(text.map(DecimalParser.double) ?? .nan)
        } else {
            codes.append(text.map { dictionary.code(of: $0) } ?? -1)
        }
    }

    var column: Table.NamedColumn {
        let values: Column =
            isNumeric ? .numeric(numbers) : .text(TextColumn(categories: dictionary.texts, codes: codes))
        return Table.NamedColumn(name: name, values: values)
    }
}
