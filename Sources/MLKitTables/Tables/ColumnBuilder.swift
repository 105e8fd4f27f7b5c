/// Gathers one column of a table, piece by piece.
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

    mutating func append(_ vector: ColumnVector) {
        guard !isNumeric else { return vector.append(to: &numbers) }
        vector.forEachText { text in codes.append(text.map { dictionary.code(of: $0) } ?? -1) }
    }

    var column: Table.NamedColumn {
        let values: Column =
            isNumeric ? .numeric(numbers) : .text(TextColumn(categories: dictionary.texts, codes: codes))
        return Table.NamedColumn(name: name, values: values)
    }
}
