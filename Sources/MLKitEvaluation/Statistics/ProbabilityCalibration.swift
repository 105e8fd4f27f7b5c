/// How far probabilities are from how often they come true, over ranges of the same width: M. P. Naeini, G. F. Cooper and M. Hauskrecht,
/// "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015. Of two classes it is the probability of the second; of
/// more that of the most probable class, which comes true where that class is right (C. Guo et al., ICML 2017).
struct ProbabilityCalibration: Sendable {
    /// How many ranges there are between 0 and 1.
    static let ranges = 10

    /// Of each row: the probability, what range it is in, and whether it came true.
    private let probabilities: [Double]
    private let ranges: [Int]
    private let isTrue: [Bool]
    /// How far the probability is from what came of it.
    private let distances: [Double]

    /// - Parameter probabilities: N × C, row by row.
    init(truth: [Int], probabilities: [Double], classes: Int) {
        if classes == 2 {
            self.probabilities = truth.indices.map { probabilities[$0 * 2 + 1] }
            isTrue = truth.map { $0 == 1 }
        } else {
            let best = Scores.mostProbable(probabilities, classes: classes)
            self.probabilities = best.indices.map { probabilities[$0 * classes + best[$0]] }
            isTrue = zip(truth, best).map { $0 == $1 }
        }
        distances = zip(self.probabilities, isTrue).map { $0 - ($1 ? 1 : 0) }
        ranges = self.probabilities.map { min(max(Int(exactly: ($0 * Double(Self.ranges)).rounded(.down)) ?? 0, 0), Self.ranges - 1) }
    }

    /// The rows of one range.
    struct Range {
        var rows = 0
        /// The sum of their probabilities.
        var expected = 0.0
        /// How many came true.
        var found = 0
    }

    /// The rows in each range, the lowest first.
    var table: [Range] {
        var table = [Range](repeating: Range(), count: Self.ranges)
        for row in ranges.indices {
            table[ranges[row]].rows += 1
            table[ranges[row]].expected += probabilities[row]
            table[ranges[row]].found += isTrue[row] ? 1 : 0
        }
        return table
    }

    /// The mean over rows of how far apart, in the range of each, the mean probability and the share that came true are; NaN without rows.
    var error: Double { [UInt8](repeating: 1, count: ranges.count).withUnsafeBufferPointer(weightedError) }

    /// The same where rows count several times or not at all.
    func weightedError(_ weights: WeightedMetric.Weights) -> Double {
        var apart = [Double](repeating: 0, count: Self.ranges)
        var (count, row) = (0, 0)
        apart.withUnsafeMutableBufferPointer { apart in
            distances.withUnsafeBufferPointer { distances in
                ranges.withUnsafeBufferPointer { ranges in
                    while row < weights.count {
                        apart[ranges[row]] += Double(weights[row]) * distances[row]
                        count += Int(weights[row])
                        row += 1
                    }
                }
            }
        }
        return apart.reduce(0) { $0 + abs($1) } / Double(count)
    }
}
