extension Table {
    /// Some of the rows, in the order of their numbers here.
    package func rows(_ rows: [Int]) -> Table {
        let columns = columns.map { column in
            switch column.values {
            case .numeric(let values): NamedColumn(name: column.name, values: .numeric(rows.map { values[$0] }))
            case .text(let text):
                NamedColumn(
                    name: column.name,
                    values: .text(TextColumn(categories: text.categories, codes: rows.map { text.codes[$0] })))
            }
        }
        return Table(columns: columns, rowCount: rows.count)
    }
}
