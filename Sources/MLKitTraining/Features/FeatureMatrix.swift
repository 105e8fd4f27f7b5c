/// Inputs of a model: floats, row-major, [rows, columns]; finite, or NaN where a model takes missing values.
package struct FeatureMatrix {
    package let rows: Int
    package let columns: Int
    /// Empty for a sparse matrix.
    package var values: [Float]
    /// The same numbers for a model that wants those alone that are not 0; else `nil`.
    package let sparse: SparseMatrix?

    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        values = [Float](repeating: 0, count: rows * columns)
        sparse = nil
    }

    package init(rows: Int, columns: Int, sparse: SparseMatrix) {
        self.rows = rows
        self.columns = columns
        values = []
        self.sparse = sparse
    }

    /// Copies a row, those of its numbers too that are 0, to where `output` begins.
    func copy(row: Int, to output: UnsafeMutablePointer<Float>) {
        guard let sparse else {
            values.withUnsafeBufferPointer { values in
                guard let start = values.baseAddress else { return }
                output.update(from: start + row * columns, count: columns)
            }
            return
        }
        output.update(repeating: 0, count: columns)
        for entry in sparse.starts[row]..<sparse.starts[row + 1] { output[Int(sparse.places[entry])] = sparse.values[entry] }
    }

    /// Some rows [rows, columns], row after row, with those numbers too that are 0.
    func dense(_ rows: Range<Int>) -> [Float] {
        guard sparse != nil else { return Array(values[(rows.lowerBound * columns)..<(rows.upperBound * columns)]) }
        return [Float](unsafeUninitializedCapacity: rows.count * columns) { buffer, count in
            if let start = buffer.baseAddress {
                for (place, row) in rows.enumerated() { copy(row: row, to: start + place * columns) }
            }
            count = rows.count * columns
        }
    }
}
