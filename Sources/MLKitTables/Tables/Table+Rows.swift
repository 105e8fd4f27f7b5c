internal import MLKitCore

extension Column {
    /// The values of some rows, in the order of their numbers here.
    package func rows(_ rows: [Int]) -> Column {
        switch self {
        case .numeric(let values): .numeric(rows.map { values[$0] })
        case .text(let text): .text(TextColumn(categories: text.categories, codes: rows.map { text.codes[$0] }))
        }
    }

    /// The values of this column and those of another of its type behind them.
    fileprivate func followed(by other: Column) -> Column {
        switch (self, other) {
        case (.numeric(let own), .numeric(let others)): return .numeric(own + others)
        case (.text(let own), .text(let others)):
            var categories = own.categories
            var places = categories.placesByBytes
            let codes = others.categories.map { category in
                if let place = places[ByteText(category)] { return Int32(place) }
                places[ByteText(category)] = categories.count
                categories.append(category)
                return Int32(categories.count - 1)
            }
            return .text(
                TextColumn(categories: categories, codes: own.codes + others.codes.map { $0 < 0 ? -1 : codes[Int($0)] }))
        default: return self
        }
    }
}

extension Table {
    /// Some of the rows, in the order of their numbers here.
    package func rows(_ rows: [Int]) -> Table {
        Table(columns: columns.map { NamedColumn(name: $0.name, values: $0.values.rows(rows)) }, rowCount: rows.count)
    }

    /// Rows that take each value from a row of their own.
    ///
    /// - Parameter source: for the place of a column the rows that its values are taken from, `count` of them.
    package func mixed(_ count: Int, _ source: (Int) -> [Int]) -> Table {
        let columns = columns.enumerated().map { NamedColumn(name: $1.name, values: $1.values.rows(source($0))) }
        return Table(columns: columns, rowCount: count)
    }

    /// The same with other values in a column.
    package func setting(_ name: String, to values: Column) -> Table {
        var table = self
        for place in columns.indices where columns[place].name.hasSameBytes(as: name) { table.columns[place].values = values }
        return table
    }

    /// These rows, and behind them those of a table with the same columns.
    package func followed(by other: Table) -> Table {
        let columns = columns.map { column in
            NamedColumn(name: column.name, values: other[column.name].map { column.values.followed(by: $0) } ?? column.values)
        }
        return Table(columns: columns, rowCount: rowCount + other.rowCount)
    }

    /// The columns of these names, in their order.
    package func columns(_ names: [String]) -> Table {
        let found = names.compactMap { name in self.columns.first { $0.name.hasSameBytes(as: name) } }
        return Table(columns: found, rowCount: rowCount)
    }
}
