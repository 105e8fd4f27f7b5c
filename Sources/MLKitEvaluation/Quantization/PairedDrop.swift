internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

/// How far accuracy, or R², is lower for one model than for another on the same rows, and between what bounds that is known.
///
/// Rows are a sample of those to come, and both models answer the same ones, so that only where they differ counts. The interval of
/// a difference of two shares is that of A. Agresti and Y. Min, "Simple improved confidence intervals for comparing matched
/// proportions", Statistics in Medicine 24, 2005: half a row is added to each of the four cells. That of R² goes by the standard
/// error of the mean change of squared errors.
struct PairedDrop: Hashable {
    /// Negative where it rose; NaN where the metric is undefined.
    let drop: Double
    /// `nil` where nobody can say.
    let interval: ClosedRange<Double>?

    /// - Parameter level: the share of samples whose interval holds the drop of all rows, 0.95 or more where several are compared.
    /// - Throws: `Failure` if answers and truth are not of one kind.
    init(
        _ truth: TargetValues, _ before: Predictor.Predictions, _ after: Predictor.Predictions, level: Double = 0.95
    ) throws {
        let deviations = NormalDistribution.deviations(holding: level)
        switch (truth, before, after) {
        case (.classes(let indices, let classes), .probabilities, .probabilities):
            let (was, now) = (before.labels(classes: classes.count), after.labels(classes: classes.count))
            let lost = indices.indices.count { was[$0] == indices[$0] && now[$0] != indices[$0] }
            let won = indices.indices.count { was[$0] != indices[$0] && now[$0] == indices[$0] }
            (drop, interval) = Self.shares(lost: lost, won: won, rows: indices.count, deviations)
        case (.numbers(let truth), .numbers(let before), .numbers(let after)):
            (drop, interval) = Self.squares(truth, before, after, deviations)
        default:
            throw Failure("the model answers what the target is not: classes for numbers, or numbers for classes")
        }
    }

    static func shares(
        lost: Int, won: Int, rows: Int, _ deviations: Double
    ) -> (Double, ClosedRange<Double>?) {
        guard rows > 0 else { return (.nan, nil) }
        let (count, lost, won) = (Double(rows) + 2, Double(lost) + 0.5, Double(won) + 0.5)
        let middle = (lost - won) / count
        let variance = (lost + won) / count - middle * middle
        let reach = deviations * (variance / count).squareRoot()
        return ((lost - won) / Double(rows), max(middle - reach, -1)...min(middle + reach, 1))
    }

    private static func squares(
        _ truth: [Double], _ before: [Double], _ after: [Double], _ deviations: Double
    ) -> (Double, ClosedRange<Double>?) {
        let drop = RegressionMetrics.r2(truth: truth, predicted: before) - RegressionMetrics.r2(truth: truth, predicted: after)
        let count = Double(truth.count)
        let mean = truth.reduce(0, +) / count
        let spread = truth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let changes = truth.indices.map { row in
            let (was, now) = (before[row] - truth[row], after[row] - truth[row])
            return (now - was) * (now + was) / spread
        }
        let middle = changes.reduce(0, +) / count
        let variance = changes.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / (count - 1)
        let reach = deviations * (variance / count).squareRoot()
        guard drop.isFinite, reach.isFinite else { return (drop, nil) }
        return (drop, (drop - reach)...(drop + reach))
    }
}

extension Predictor.Predictions {
    /// The class that is answered for each row; none of a regression.
    func labels(classes: Int) -> [Int] {
        switch self {
        case .probabilities(let values, let labels): labels ?? Scores.mostProbable(values, classes: classes)
        case .numbers: []
        }
    }
}
