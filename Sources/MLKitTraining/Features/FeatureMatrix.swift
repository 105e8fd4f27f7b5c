/// Inputs of a model: finite floats, row-major, [rows, columns].
package struct FeatureMatrix {
    package let rows: Int
    package let columns: Int
    package var values: [Float]

    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        values = [Float](repeating: 0, count: rows * columns)
    }
}
