internal import MLKitTables

/// The curves of a classifier of two classes, over all thresholds.
struct ModelCurves {
    /// The share of the first class that is taken for the second, and the share of the second that is found.
    private(set) var roc: [(x: Double, y: Double)] = [(0, 0)]
    /// The share that is found, and of what is taken for the second class the share that is of it.
    private(set) var precision: [(x: Double, y: Double)] = []

    /// More points are not seen.
    private static let most = 400

    /// - Returns: `nil` unless both of two classes have rows.
    init?(_ truth: TargetValues, _ predictions: Predictor.Predictions) {
        guard case .classes(let truth, let classes) = truth, classes.count == 2, case .probabilities(let probabilities, _) = predictions
        else { return nil }
        let positives = Double(truth.count { $0 == 1 })
        let negatives = Double(truth.count) - positives
        guard positives > 0, negatives > 0 else { return nil }
        let scores = truth.indices.map { probabilities[$0 * 2 + 1] }
        let order = truth.indices.sorted { scores[$0] > scores[$1] }
        let step = max(order.count / Self.most, 1)
        var (found, wrong, due) = (0.0, 0.0, 0)
        for (place, row) in order.enumerated() {
            if truth[row] == 1 { found += 1 } else { wrong += 1 }
            let isLast = place + 1 == order.count
            // Rows with equal scores are passed together.
            guard isLast || (place >= due && scores[order[place + 1]] != scores[row]) else { continue }
            roc.append((wrong / negatives, found / positives))
            precision.append((found / positives, found / (found + wrong)))
            due = place + step
        }
    }
}
