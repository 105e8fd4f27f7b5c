internal import MLKitCore
internal import MLKitTables

extension Table {
    /// The numbers of a column, NaN where missing.
    ///
    /// - Throws: `Failure` that names the column if it is absent, holds text, or holds an infinite number.
    func numbers(of name: String) throws -> [Double] {
        guard case .numeric(let values) = try column(name) else {
            throw Failure("the column `\(name)` holds text where the schema says numbers")
        }
        if let row = values.firstIndex(where: \.isInfinite) {
            throw Failure("the column `\(name)` has an infinite number in row \(row + 1)")
        }
        return values
    }

    /// The texts of a column.
    ///
    /// - Throws: `Failure` that names the column if it is absent or holds numbers.
    func texts(of name: String) throws -> TextColumn {
        guard case .text(let column) = try column(name) else {
            throw Failure("the column `\(name)` holds numbers where the schema says text")
        }
        return column
    }

    private func column(_ name: String) throws -> Column {
        guard let column = self[name] else {
            throw Failure(
                "the table has no column `\(name)`", hint: Suggestion.hint(for: name, among: columns.map(\.name)))
        }
        return column
    }

    /// The first `count` rows, or all if there are fewer.
    func prefix(_ count: Int) -> Table {
        guard count < rowCount else { return self }
        return rows(Array(0..<count))
    }
}
