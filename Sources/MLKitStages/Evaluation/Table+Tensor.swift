internal import MLKitCore
internal import MLKitONNX

extension Table {
    /// Some rows of the column that an input is named after, of the input's type, [rows, 1].
    ///
    /// - Throws: `Failure` that names the column if the table does not have it, or not as the input's type.
    func tensor(for input: ValueDescription, rows: Range<Int>) throws -> Tensor {
        let shape = [rows.count, 1]
        switch (self[input.name], input.type) {
        case (.numeric(let values), .double): return try Tensor(.double(Array(values[rows])), shape: shape)
        case (.numeric(let values), .float): return try Tensor(.float(values[rows].map(Float.init)), shape: shape)
        case (.text(let texts), .string): return try Tensor(.string(rows.map { texts[$0] ?? "" }), shape: shape)
        case (nil, _): throw Failure("the table has no column `\(input.name)`")
        default: throw Failure("the column `\(input.name)` cannot be fed to an input that is \(input)")
        }
    }

    /// `count` rows at even distances, or all if there are fewer: a sample that sees the whole table, in
    /// whatever order its rows stand.
    func sample(_ count: Int) -> Table {
        guard count < rowCount else { return self }
        let rows = (0..<count).map { $0 * rowCount / count }
        let columns = columns.map { column in
            switch column.values {
            case .numeric(let values): NamedColumn(name: column.name, values: .numeric(rows.map { values[$0] }))
            case .text(let text):
                NamedColumn(
                    name: column.name,
                    values: .text(TextColumn(categories: text.categories, codes: rows.map { text.codes[$0] })))
            }
        }
        return Table(columns: columns, rowCount: count)
    }
}
