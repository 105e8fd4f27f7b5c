/// Metrics of predicted numbers, over N rows.
public enum RegressionMetrics {
    /// The root of the mean squared difference, in the target's unit; NaN without rows.
    public static func rmse(truth: [Double], predicted: [Double]) -> Double {
        let squares = SquareSum(zip(truth, predicted).map { $0 - $1 })
        return (squares.sum / Double(truth.count)).squareRoot() * squares.unit
    }

    /// The mean absolute difference, in the target's unit; NaN without rows.
    public static func mae(truth: [Double], predicted: [Double]) -> Double {
        zip(truth, predicted).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(truth.count)
    }

    /// The share of the target's variance that is explained: 1 for perfect predictions, 0 for always the mean.
    ///
    /// A constant target gives 1 if it is met exactly and 0 otherwise, as in scikit-learn; NaN with fewer than
    /// two rows.
    public static func r2(truth: [Double], predicted: [Double]) -> Double {
        guard truth.count > 1 else { return .nan }
        let mean = truth.reduce(0, +) / Double(truth.count)
        let variation = SquareSum(truth.map { $0 - mean })
        let error = SquareSum(zip(truth, predicted).map { $0 - $1 })
        if variation.sum == 0 { return error.sum == 0 ? 1 : 0 }
        let units = error.unit / variation.unit
        return 1 - error.sum / variation.sum * units * units
    }
}

/// A sum of squares, in squares of a unit: those of numbers around 1e-170 would all be 0, of 1e170 infinite.
private struct SquareSum {
    private(set) var sum: Double
    /// A power of 2.
    private(set) var unit = 1.0

    init(_ values: [Double]) {
        sum = values.reduce(0) { $0 + $1 * $1 }
        let largest = values.reduce(0) { max($0, abs($1)) }
        guard !sum.isNormal, largest > 0, largest.isFinite, !sum.isNaN else { return }
        let unit = Double(sign: .plus, exponent: largest.exponent, significand: 1)
        self.unit = unit
        sum = values.reduce(0) { $0 + ($1 / unit) * ($1 / unit) }
    }
}
