/// How far the areas under two ROC curves of the same rows are apart, and how sure that is: E. R. DeLong, D. M. DeLong and D. L.
/// Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating characteristic curves", Biometrics 44, 1988,
/// by ranks, as X. Sun and W. Xu have it (IEEE Signal Processing Letters 21, 2014).
struct DeLongTest {
    let difference: Double
    /// The standard error of the difference.
    let error: Double
    let chance: Double

    /// - Parameters:
    ///   - truth: whether each row is positive.
    ///   - one: the one model's scores.
    ///   - other: the other's.
    /// - Returns: `nil` unless there are two rows of each class.
    init?(truth: [Bool], one: [Double], other: [Double]) {
        let places = Placements.both(truth, one, other)
        guard let (first, second) = places else { return nil }
        difference = first.area - second.area
        error = (Self.variance(first.positives, second.positives) + Self.variance(first.negatives, second.negatives)).squareRoot()
        // Models that rank all rows alike do not differ.
        chance = error > 0 ? NormalDistribution.chance(beyond: difference / error) : difference == 0 ? 1 : 0
    }

    func interval(_ level: Double) -> ClosedRange<Double> {
        let reach = NormalDistribution.deviations(holding: level) * error
        return max(difference - reach, -1)...min(difference + reach, 1)
    }

    /// The variance of the mean of differences.
    private static func variance(_ one: [Double], _ other: [Double]) -> Double {
        let (differences, count) = (zip(one, other).map { $0 - $1 }, Double(one.count))
        let mean = differences.reduce(0, +) / count
        return differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count
    }
}

/// Of each positive row the share of the others that it scores above, and of each other row the share of positive ones above it.
private struct Placements {
    let positives: [Double]
    let negatives: [Double]

    var area: Double { positives.reduce(0, +) / Double(positives.count) }

    static func both(_ truth: [Bool], _ one: [Double], _ other: [Double]) -> (Placements, Placements)? {
        let positives = truth.count { $0 }
        guard positives > 1, truth.count - positives > 1 else { return nil }
        return (Placements(truth, one), Placements(truth, other))
    }

    private init(_ truth: [Bool], _ scores: [Double]) {
        let (positives, negatives) = (truth.indices.filter { truth[$0] }, truth.indices.filter { !truth[$0] })
        let all = Self.midranks(scores)
        let (own, others) = (Self.midranks(positives.map { scores[$0] }), Self.midranks(negatives.map { scores[$0] }))
        let (many, few) = (Double(positives.count), Double(negatives.count))
        self.positives = positives.enumerated().map { (all[$1] - own[$0]) / few }
        self.negatives = negatives.enumerated().map { 1 - (all[$1] - others[$0]) / many }
    }

    /// The place of each score among them, from 1; the mean one of equals.
    private static func midranks(_ scores: [Double]) -> [Double] {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var ranks = [Double](repeating: 0, count: scores.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }
}
