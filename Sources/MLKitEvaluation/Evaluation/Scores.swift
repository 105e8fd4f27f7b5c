public import MLKitReports

/// The metrics of one set of predictions.
public struct Scores: Hashable, Sendable {
    /// One value per metric that fits the task; NaN where it is undefined.
    public let values: MetricValues
    /// For classification.
    public let confusion: ConfusionMatrix?
    /// Of each label whether it was found, where there are several.
    let labels: [ConfusionMatrix]?

    init(values: MetricValues, labels: [ConfusionMatrix]) {
        (self.values, self.labels, confusion) = (values, labels, nil)
    }

    public subscript(metric: Metric) -> Double? { values[metric] }

    /// The scores of a classifier.
    ///
    /// - Parameters:
    ///   - truth: the class of each of N rows, 0 ..< `classes`.
    ///   - probabilities: N × C, row by row.
    ///   - labels: the class that it answers for each row; the most probable one, the first of equals, if `nil`.
    ///   - epsilon: how closely log-loss lets a probability come to 0 and 1; see `ProbabilityMetrics.logLoss`.
    public init(
        truth: [Int], probabilities: [Double], classes: Int, labels: [Int]? = nil, epsilon: Double = Double(Float.ulpOfOne)
    ) {
        let predicted = labels ?? Self.mostProbable(probabilities, classes: classes)
        let confusion = ConfusionMatrix(truth: truth, predicted: predicted, classes: classes)
        self.confusion = confusion
        self.labels = nil
        values = MetricValues([
            .accuracy: confusion.accuracy, .precision: confusion.precision, .recall: confusion.recall,
            .f1: confusion.f1,
            .rocAUC: ProbabilityMetrics.rocAUC(truth: truth, probabilities: probabilities, classes: classes),
            .logLoss: ProbabilityMetrics.logLoss(
                truth: truth, probabilities: probabilities, classes: classes, epsilon: epsilon),
            .averagePrecision: ProbabilityMetrics.averagePrecision(truth: truth, probabilities: probabilities, classes: classes),
            .brier: ProbabilityMetrics.brier(truth: truth, probabilities: probabilities, classes: classes),
            .calibrationError: ProbabilityCalibration(truth: truth, probabilities: probabilities, classes: classes).error,
        ])
    }

    /// The scores of a regression, over N rows.
    public init(truth: [Double], predicted: [Double]) {
        (confusion, labels) = (nil, nil)
        values = MetricValues([
            .rmse: RegressionMetrics.rmse(truth: truth, predicted: predicted),
            .mae: RegressionMetrics.mae(truth: truth, predicted: predicted),
            .r2: RegressionMetrics.r2(truth: truth, predicted: predicted),
        ])
    }

    /// The class of the largest probability of each row.
    ///
    /// - Parameter probabilities: N × C, row by row.
    public static func mostProbable(_ probabilities: [Double], classes: Int) -> [Int] {
        (0..<(probabilities.count / max(classes, 1))).map { row in
            let offset = row * classes
            return (0..<classes).reduce(0) { probabilities[offset + $1] > probabilities[offset + $0] ? $1 : $0 }
        }
    }
}
