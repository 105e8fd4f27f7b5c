/// A row-major matrix in memory that someone else owns, used as it stands or transposed.
struct MatrixView<Scalar> {
    let start: UnsafePointer<Scalar>
    /// As stored.
    let rows: Int
    let columns: Int
    var isTransposed = false

    /// The same matrix with rows and columns exchanged; nothing moves in memory.
    var transposed: MatrixView {
        MatrixView(start: start, rows: rows, columns: columns, isTransposed: !isTransposed)
    }

    var resultRows: Int { isTransposed ? columns : rows }
    var resultColumns: Int { isTransposed ? rows : columns }
}
