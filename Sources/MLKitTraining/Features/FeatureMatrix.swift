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
}
