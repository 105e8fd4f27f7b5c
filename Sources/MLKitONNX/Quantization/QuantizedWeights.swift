/// Weights as signed bytes, `weight = scale * byte`, and the bias in the unit of the products' sums.
struct QuantizedWeights {
    /// In the order of the matrix.
    let values: [Int8]
    /// One per column, or one.
    let scales: [Float]
    /// One per column; `value = bias * inputScale * scale`.
    let bias: [Int32]?

    /// - Parameters:
    ///   - bias: One per column.
    ///   - inputScale: The scale of the bytes that the weights are multiplied by.
    ///   - perChannel: Whether each column has a scale of its own.
    init(_ matrix: WeightMatrix, bias: [Float]?, inputScale: Float, perChannel: Bool) {
        var scales = (0..<matrix.columnCount).map { column in
            // A sum keeps three quarters of its 32 bits for the products; the bias also gives a column of zero
            // weights its scale.
            max(Self.safeScale(matrix, column), abs(bias?[column] ?? 0) / inputScale / 0x1p29)
        }
        if !perChannel { scales = [scales.max() ?? 0] }
        scales = scales.map { $0.isNormal ? $0 : 1 }
        let scale = { scales[perChannel ? $0 : 0] }
        values = matrix.values.indices.map { place in
            let steps = matrix.values[place] / scale(matrix.column(ofElement: place))
            return Int8(min(max(steps.rounded(), -127), 127))
        }
        self.bias = bias?.enumerated().map { column, value in
            let steps = Double(value) / (Double(inputScale) * Double(scale(column)))
            return Int32(min(max(steps.rounded(), -0x1p30), 0x1p30))
        }
        self.scales = scales
    }

    /// The scale at which no weight of a column, and no sum of two neighbours of one sign, exceeds 127.
    ///
    /// Processors before VNNI multiply bytes in pairs (`vpmaddubsw`) and cut the sum of two products off at 16 bits.
    /// Two weights of a pair that together stay within 127 cannot reach that with any input, so a model gives the
    /// same answers on every machine. The usual remedy, 7 bits for every weight, is coarser.
    private static func safeScale(_ matrix: WeightMatrix, _ column: Int) -> Float {
        stride(from: 0, to: matrix.rowCount, by: 2).reduce(0 as Float) { largest, row in
            let first = matrix[row, column] / 127
            let second = row + 1 < matrix.rowCount ? matrix[row + 1, column] / 127 : 0
            return max(largest, max(first, 0) + max(second, 0), -min(first, 0) - min(second, 0))
        }
    }
}
