/// How the range of a tensor is found from the values that it takes on samples.
public enum CalibrationMethod: String, CaseIterable, Sendable {
    /// From the smallest to the largest value.
    case minmax
    /// From the mean of the smallest values of each run to the mean of the largest.
    case movingAverage = "moving_average"
    /// All values but a share that is cut off at both ends.
    case percentile
    /// The range that loses the least information (Kullback-Leibler divergence).
    case entropy
    /// The range with the smallest mean squared error.
    case mse
}

/// How the ranges of all tensors are found.
public struct Calibration: Hashable, Sendable {
    public var method = CalibrationMethod.minmax
    /// How many of 100 values the method `percentile` keeps.
    public var percentile = 99.99

    public init() {}

    /// For one tensor.
    public func estimator() -> any RangeEstimator {
        switch method {
        case .minmax: MinMaxEstimator()
        case .movingAverage: MovingAverageEstimator()
        case .percentile: HistogramEstimator { $0.range(keeping: percentile) }
        case .entropy: HistogramEstimator { $0.rangeOfLeastDivergence() }
        case .mse: HistogramEstimator { $0.rangeOfLeastSquaredError() }
        }
    }
}
