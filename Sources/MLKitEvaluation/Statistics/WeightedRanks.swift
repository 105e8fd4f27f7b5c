/// Rows in the order of a score, with what depends on that order alone, where rows count several times or not at all.
struct WeightedRanks: Sendable {
    /// By falling score.
    private let order: [Int32]
    /// Whether each of `order` is the last with its score.
    private let isLast: [Bool]
    /// Of each of `order`.
    private let isPositive: [Bool]

    /// - Parameters:
    ///   - truth: whether each row is positive.
    ///   - scores: higher for more likely positive.
    init(truth: [Bool], scores: [Double]) {
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        self.order = order.map { Int32($0) }
        isPositive = order.map { truth[$0] }
        isLast = order.indices.map { $0 + 1 == order.count || scores[order[$0]] != scores[order[$0 + 1]] }
    }

    /// The mean of a figure over classes, each against the rest; that of the second of two.
    static func macro(
        _ truth: [Int], _ probabilities: [Double], _ classes: Int, _ figure: (WeightedRanks) -> @Sendable (WeightedMetric.Weights) -> Double
    ) -> @Sendable (WeightedMetric.Weights) -> Double {
        let positives = classes == 2 ? [1] : Array(0..<classes)
        let all = positives.map { positive in
            figure(
                WeightedRanks(truth: truth.map { $0 == positive }, scores: truth.indices.map { probabilities[$0 * classes + positive] }))
        }
        return { weights in all.reduce(0) { $0 + $1(weights) } / Double(all.count) }
    }

    /// For each different score, from the highest on, the positive and the other rows that have it.
    private func walk(_ weights: WeightedMetric.Weights, _ visit: (_ positives: Double, _ negatives: Double) -> Void) {
        order.withUnsafeBufferPointer { order in
            isLast.withUnsafeBufferPointer { isLast in
                isPositive.withUnsafeBufferPointer { isPositive in
                    var (positives, negatives, place) = (0.0, 0.0, 0)
                    while place < order.count {
                        let weight = Double(weights[Int(order[place])])
                        if isPositive[place] { positives += weight } else { negatives += weight }
                        if isLast[place] {
                            visit(positives, negatives)
                            (positives, negatives) = (0, 0)
                        }
                        place += 1
                    }
                }
            }
        }
    }

    /// The mean of precision over the positive rows, each at the score of that row (scikit-learn's `average_precision_score`); NaN where
    /// no row is positive.
    var averagePrecision: @Sendable (WeightedMetric.Weights) -> Double {
        { weights in
            var (sum, found, taken) = (0.0, 0.0, 0.0)
            walk(weights) { positives, negatives in
                found += positives
                taken += positives + negatives
                if positives > 0 { sum += positives * found / taken }
            }
            return sum / found
        }
    }

    /// The area under the ROC curve, ties counted half; NaN where no row, or every row, is positive.
    var rocAUC: @Sendable (WeightedMetric.Weights) -> Double {
        { weights in
            var (area, above, below) = (0.0, 0.0, 0.0)
            walk(weights) { positives, negatives in
                area += negatives * (above + positives / 2)
                above += positives
                below += negatives
            }
            return area / (above * below)
        }
    }
}
