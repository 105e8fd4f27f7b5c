/// Inputs of a model: finite floats, row-major, [rows, columns].
struct FeatureMatrix {
    let rows: Int
    let columns: Int
    var values: [Float]

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        values = [Float](repeating: 0, count: rows * columns)
    }
}
