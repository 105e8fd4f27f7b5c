/// Errors of predicted numbers, where rows count several times or not at all. Squares are of errors and deviations as shares of the
/// largest, so that those of numbers of any size can be added up.
struct WeightedErrors {
    private let errors: [Double]
    private let deviations: [Double]
    private let errorUnit: Double
    private let deviationUnit: Double

    init(truth: [Double], predicted: [Double]) {
        let mean = truth.reduce(0, +) / Double(max(truth.count, 1))
        let (errors, deviations) = (zip(truth, predicted).map { $0 - $1 }, truth.map { $0 - mean })
        func unit(_ values: [Double]) -> Double { values.reduce(0) { max($0, abs($1)) } }
        (errorUnit, deviationUnit) = (unit(errors), unit(deviations))
        (self.errors, self.deviations) = (Self.scaled(errors, unit(errors)), Self.scaled(deviations, unit(deviations)))
    }

    private static func scaled(_ values: [Double], _ unit: Double) -> [Double] { unit > 0 ? values.map { $0 / unit } : values }

    var rmse: @Sendable (WeightedMetric.Weights) -> Double {
        let (mean, unit) = (WeightedMetric.mean(errors.map { $0 * $0 }), errorUnit)
        return { mean($0).squareRoot() * unit }
    }

    var mae: @Sendable (WeightedMetric.Weights) -> Double {
        let (mean, unit) = (WeightedMetric.mean(errors.map(abs)), errorUnit)
        return { mean($0) * unit }
    }

    /// NaN in a sample of rows that all have the same number.
    var r2: @Sendable (WeightedMetric.Weights) -> Double {
        let (error, middle) = (WeightedMetric.mean(errors.map { $0 * $0 }), WeightedMetric.mean(deviations))
        let square = WeightedMetric.mean(deviations.map { $0 * $0 })
        let units = errorUnit / deviationUnit
        return { weights in
            let mean = middle(weights)
            let variance = square(weights) - mean * mean
            return variance > 0 ? 1 - error(weights) / variance * units * units : .nan
        }
    }
}
