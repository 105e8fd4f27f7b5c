internal import MLKitTables

extension Table {
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
