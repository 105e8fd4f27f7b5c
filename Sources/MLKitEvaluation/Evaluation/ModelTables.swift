internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables

/// What a model's answers show beyond metrics: how probabilities come true, what the highest find, how far numbers are off.
struct ModelTables {
    let truth: TargetValues
    let predictions: Predictor.Predictions
    /// Of intervals.
    let level: Double

    /// `nil` for regression.
    var reliability: [EvaluationReport.Reliability]? {
        guard case .classes(let truth, let classes) = truth, case .probabilities(let probabilities, _) = predictions else { return nil }
        let count = Double(ProbabilityCalibration.ranges)
        let calibration = ProbabilityCalibration(truth: truth, probabilities: probabilities, classes: classes.count)
        return calibration.table.enumerated().map { place, range in
            let rows = Double(range.rows)
            return EvaluationReport.Reliability(
                lower: Double(place) / count, upper: Double(place + 1) / count, rows: range.rows,
                predicted: range.expected / rows, observed: Double(range.found) / rows,
                interval: Interval(ShareInterval.wilson(range.found, of: range.rows, level: level)))
        }
    }

    private static let shares = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

    /// Of two classes; of rows with equal scores, which one comes first cannot be told, and each counts for the share of positive ones
    /// among them.
    var gains: [EvaluationReport.Gain]? {
        guard case .classes(let truth, let classes) = truth, classes.count == 2, case .probabilities(let probabilities, _) = predictions,
            !truth.isEmpty
        else { return nil }
        let scores = truth.indices.map { probabilities[$0 * 2 + 1] }
        let order = truth.indices.sorted { scores[$0] > scores[$1] }
        let all = Double(truth.count { $0 == 1 })
        var found = [0.0]
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let positives = Double(order[start..<end].count { truth[$0] == 1 })
            let before = found[start]
            for place in 1...(end - start) { found.append(before + positives * Double(place) / Double(end - start)) }
            start = end
        }
        return Self.shares.map { share in
            let rows = max(Int((share * Double(truth.count)).rounded()), 1)
            let part = found[rows] / all
            return EvaluationReport.Gain(
                share: share, rows: rows, positives: Int(found[rows].rounded()), found: part,
                lift: part * Double(truth.count) / Double(rows))
        }
    }

    private static let quantiles = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]

    /// `nil` for classes.
    var residuals: [EvaluationReport.Residual]? {
        guard case .numbers(let truth) = truth, case .numbers(let predicted) = predictions, !truth.isEmpty else { return nil }
        let sorted = zip(predicted, truth).map { $0 - $1 }.sorted()
        return Self.quantiles.map { EvaluationReport.Residual(share: $0, value: SortedNumbers.quantile($0, of: sorted)) }
    }
}
