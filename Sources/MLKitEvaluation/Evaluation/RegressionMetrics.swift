/// Metrics of predicted numbers, over N rows.
public enum RegressionMetrics {
    /// The root of the mean squared difference, in the target's unit; NaN without rows.
    public static func rmse(truth: [Double], predicted: [Double]) -> Double {
        (squares(truth, predicted) / Double(truth.count)).squareRoot()
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
        let variation = truth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = squares(truth, predicted)
        if variation == 0 { return error == 0 ? 1 : 0 }
        return 1 - error / variation
    }

    private static func squares(_ truth: [Double], _ predicted: [Double]) -> Double {
        zip(truth, predicted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
}
