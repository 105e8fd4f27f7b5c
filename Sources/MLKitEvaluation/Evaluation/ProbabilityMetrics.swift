internal import Glibc

/// Metrics of predicted probabilities.
public enum ProbabilityMetrics {
    /// The mean of −ln(probability given to the true class), natural logarithm.
    ///
    /// - Parameters:
    ///   - truth: the class of each of N rows, 0 ..< `classes`.
    ///   - probabilities: N × C, row by row.
    ///   - epsilon: probabilities are clipped to [epsilon, 1 − epsilon]; scikit-learn takes the machine epsilon
    ///     of the type they were computed in.
    /// - Returns: NaN without rows.
    public static func logLoss(
        truth: [Int], probabilities: [Double], classes: Int, epsilon: Double = .ulpOfOne
    ) -> Double {
        let losses = Self.losses(truth: truth, probabilities: probabilities, classes: classes, epsilon: epsilon)
        return losses.reduce(0, +) / Double(truth.count)
    }

    /// What log-loss is the mean of, row by row; clipped as answers in float have it unless said otherwise.
    static func losses(
        truth: [Int], probabilities: [Double], classes: Int, epsilon: Double = Double(Float.ulpOfOne)
    ) -> [Double] {
        truth.enumerated().map { row, truth in
            -log(min(max(probabilities[row * classes + truth], epsilon), 1 - epsilon))
        }
    }

    /// The mean squared distance of probabilities from 1 for the true class and 0 for others; of two classes that of the second alone
    /// (scikit-learn's `brier_score_loss`). NaN without rows.
    public static func brier(truth: [Int], probabilities: [Double], classes: Int) -> Double {
        squares(truth: truth, probabilities: probabilities, classes: classes).reduce(0, +) / Double(truth.count)
    }

    /// What the Brier score is the mean of, row by row.
    static func squares(truth: [Int], probabilities: [Double], classes: Int) -> [Double] {
        truth.enumerated().map { row, truth in
            let distances = (classes == 2 ? 1..<2 : 0..<classes).map { probabilities[row * classes + $0] - (truth == $0 ? 1 : 0) }
            return distances.reduce(0) { $0 + $1 * $1 }
        }
    }

    /// The area under the curve of precision over recall, as average precision; for more than two classes the mean of each against the
    /// rest.
    ///
    /// - Returns: NaN where a class has no rows.
    public static func averagePrecision(truth: [Int], probabilities: [Double], classes: Int) -> Double {
        [UInt8](repeating: 1, count: truth.count).withUnsafeBufferPointer {
            WeightedRanks.macro(truth, probabilities, classes) { $0.averagePrecision }($0)
        }
    }

    /// The area under the ROC curve; for more than two classes the mean of each class against the rest
    /// (scikit-learn's `multi_class="ovr"`, `average="macro"`).
    ///
    /// - Parameters:
    ///   - truth: the class of each of N rows, 0 ..< `classes`.
    ///   - probabilities: N × C, row by row.
    /// - Returns: NaN where a class has no rows, or all of them.
    public static func rocAUC(truth: [Int], probabilities: [Double], classes: Int) -> Double {
        let positives = classes == 2 ? [1] : Array(0..<classes)
        let areas = positives.map { positive in
            let scores = truth.indices.map { probabilities[$0 * classes + positive] }
            return rocAUC(truth: truth.map { $0 == positive }, scores: scores)
        }
        return areas.reduce(0, +) / Double(areas.count)
    }

    /// The area under the ROC curve of one score: the probability that a positive row scores above a negative
    /// one, ties counted half. It is the rank-sum statistic of Mann and Whitney (1947), with mean ranks for ties.
    ///
    /// - Parameters:
    ///   - truth: whether each of N rows is positive.
    ///   - scores: N numbers, higher for more likely positive.
    /// - Returns: NaN if no row, or every row, is positive.
    public static func rocAUC(truth: [Bool], scores: [Double]) -> Double {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var rankSum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            end = max(end, start + 1)
            let meanRank = Double(start + end + 1) / 2
            rankSum += meanRank * Double(order[start..<end].count { truth[$0] })
            start = end
        }
        let positives = Double(truth.count { $0 })
        let negatives = Double(truth.count) - positives
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
    }
}
