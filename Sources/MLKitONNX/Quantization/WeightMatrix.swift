internal import MLKitCore

/// The constant factor of a matrix product: a row per input, a column per output.
struct WeightMatrix {
    let values: [Float]
    let shape: [Int]
    /// Whether the values are stored column by column.
    let isTransposed: Bool

    /// - Throws: `Failure` if it is no matrix of finite floats.
    init(_ tensor: Tensor, isTransposed: Bool) throws {
        guard let values = tensor.floats else { throw Failure("its weights are \(tensor.type.rawValue), not float") }
        guard tensor.shape.count == 2 else { throw Failure("its weights are not a matrix") }
        guard values.allSatisfy(\.isFinite) else { throw Failure("its weights are not all finite") }
        self.values = values
        self.isTransposed = isTransposed
        shape = tensor.shape
    }

    var rowCount: Int { shape[isTransposed ? 1 : 0] }
    var columnCount: Int { shape[columnAxis] }
    /// Which dimension counts the columns.
    var columnAxis: Int { isTransposed ? 0 : 1 }

    subscript(row: Int, column: Int) -> Float {
        isTransposed ? values[column * rowCount + row] : values[row * columnCount + column]
    }

    /// The column to which the element at a place of `values` belongs.
    func column(ofElement place: Int) -> Int {
        isTransposed ? place / rowCount : place % columnCount
    }
}
