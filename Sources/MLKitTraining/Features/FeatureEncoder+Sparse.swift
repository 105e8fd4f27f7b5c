internal import MLKitTables

extension FeatureEncoder {
    /// The inputs for each row of a table, without those that are 0.
    ///
    /// - Throws: `Failure` if a column is absent or of another type.
    func encodeSparse(_ table: Table, isFitted: Bool) throws -> FeatureMatrix {
        var numbers = FeatureMatrix(rows: table.rowCount, columns: numberWidth)
        _ = try encodeNumbers(table, into: &numbers, isFitted: isFitted)
        let places = try categorical.map { ($0.levels, $0.places(try table.texts(of: $0.name))) }
            + rangesAndPairs(table)
        let terms = try texts.map { encoder in
            let column = try table.texts(of: encoder.name)
            return (width: encoder.width, codes: column.codes, entries: encoder.entries(column))
        }
        var sparse = SparseMatrix()
        for row in 0..<table.rowCount {
            for place in 0..<numbers.columns { sparse.append(numbers.values[row * numbers.columns + place], at: place) }
            var start = numbers.columns
            for (levels, places) in places {
                if places[row] >= 0 { sparse.append(1, at: start + places[row]) }
                start += levels
            }
            for (width, codes, entries) in terms {
                if codes[row] >= 0 { for entry in entries[Int(codes[row])] { sparse.append(entry.value, at: start + entry.place) } }
                start += width
            }
            sparse.endRow()
        }
        return FeatureMatrix(rows: table.rowCount, columns: width, sparse: sparse)
    }
}
