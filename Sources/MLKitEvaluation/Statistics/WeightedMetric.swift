internal import MLKitReports
internal import MLKitTables

/// A metric of rows that count several times or not at all, as in a sample with replacement. Whatever does not depend on how often a
/// row counts, such as the order of scores, is found once.
struct WeightedMetric {
    typealias Weights = UnsafeBufferPointer<UInt8>

    /// Takes how often each row counts; NaN where the metric is undefined.
    let value: @Sendable (Weights) -> Double

    init(_ value: @escaping @Sendable (Weights) -> Double) { self.value = value }

    /// - Returns: `nil` where answers and truth are not of one kind, or the metric is of the other one.
    init?(_ metric: Metric, _ truth: TargetValues, _ predictions: Predictor.Predictions) {
        switch (truth, predictions) {
        case (.classes(let truth, let classes), .probabilities(let probabilities, _)):
            let counts = WeightedConfusion(truth: truth, predicted: predictions.labels(classes: classes.count), classes: classes.count)
            switch metric {
            case .accuracy: value = counts.accuracy
            case .precision: value = counts.summary { $0.precision }
            case .recall: value = counts.summary { $0.recall }
            case .f1: value = counts.summary { $0.f1 }
            case .rocAUC: value = WeightedRanks.macro(truth, probabilities, classes.count) { $0.rocAUC }
            case .logLoss: value = Self.mean(ProbabilityMetrics.losses(truth: truth, probabilities: probabilities, classes: classes.count))
            case .averagePrecision: value = WeightedRanks.macro(truth, probabilities, classes.count) { $0.averagePrecision }
            case .brier:
                value = Self.mean(ProbabilityMetrics.squares(truth: truth, probabilities: probabilities, classes: classes.count))
            case .calibrationError:
                value = ProbabilityCalibration(truth: truth, probabilities: probabilities, classes: classes.count).weightedError
            case .f1Micro, .hammingLoss, .subsetAccuracy, .rmse, .mae, .r2: return nil
            }
        case (.labels(let truth, let names), .probabilities(let probabilities, let answered)):
            let answers = LabelAnswers(truth: truth, probabilities: probabilities, labels: names.count, answered: answered)
            guard let weighted = answers.weighted(metric) else { return nil }
            self = weighted
        case (.numbers(let truth), .numbers(let predicted)):
            let errors = WeightedErrors(truth: truth, predicted: predicted)
            switch metric {
            case .rmse: value = errors.rmse
            case .mae: value = errors.mae
            case .r2: value = errors.r2
            default: return nil
            }
        default: return nil
        }
    }

    /// The mean of a number of each row.
    static func mean(_ numbers: [Double]) -> @Sendable (Weights) -> Double {
        { weights in
            numbers.withUnsafeBufferPointer { numbers in
                // Two sums beside each other, so that one addition need not wait for the other.
                var (even, odd, count, row) = (0.0, 0.0, 0, 0)
                while row + 1 < weights.count {
                    even += Double(weights[row]) * numbers[row]
                    odd += Double(weights[row + 1]) * numbers[row + 1]
                    count += Int(weights[row]) + Int(weights[row + 1])
                    row += 2
                }
                if row < weights.count {
                    even += Double(weights[row]) * numbers[row]
                    count += Int(weights[row])
                }
                return (even + odd) / Double(count)
            }
        }
    }
}
