internal import Glibc

// Which part of the values a range is to cover: what is cut off costs, and so does a wider step for all others.

extension ValueHistogram {
    /// Cuts half of what is not kept off at each end, to whole bins.
    ///
    /// - Parameter percent: how many of the values are kept, of 100.
    func range(keeping percent: Double) -> ClosedRange<Float>? {
        let cut = (100 - percent) / 200 * Double(count)
        var (low, high, below, above) = (0, Self.bins, 0.0, 0.0)
        while low < high, below + Double(counts[low]) <= cut {
            below += Double(counts[low])
            low += 1
        }
        while high > low, above + Double(counts[high - 1]) <= cut {
            above += Double(counts[high - 1])
            high -= 1
        }
        return within(edge(low), edge(high))
    }

    /// Of the ranges to both sides of zero the one whose 256 steps tell the most of how values are distributed: the smallest
    /// Kullback-Leibler divergence of the values, those beyond counted to the outermost bins, from what their bytes tell of them
    /// (S. Migacz, "8-bit inference with TensorRT", 2017). Where all values are on one side, all steps are there. Zeros are left out: they
    /// are written exactly, and of rectified values so many that with them the narrowest range would look best.
    func rangeOfLeastDivergence() -> ClosedRange<Float>? {
        guard let range else { return nil }
        let half = Self.bins / 2
        let steps = range.lowerBound >= 0 || range.upperBound <= 0 ? 256 : 128
        var counts = counts
        counts[half] -= zeros
        var best = (bins: half, divergence: Double.infinity)
        for bins in stride(from: steps, through: half, by: 8) {
            let divergence = EntropyLoss.divergence(counts, (half - bins)..<(half + bins), steps: 2 * steps)
            if divergence < best.divergence { best = (bins, divergence) }
        }
        return within(edge(half - best.bins), edge(half + best.bins))
    }

    /// Of the ranges down to a tenth of the whole one at each end the one with the smallest sum of squared errors: those of a step's
    /// width, evenly distributed, and for values beyond their distance. Zeros have none.
    func rangeOfLeastSquaredError() -> ClosedRange<Float>? {
        guard let range else { return nil }
        let error = SquaredError(self)
        var best = (range: range, error: Double.infinity)
        let parts = stride(from: 50, through: 5, by: -1).map { Float($0) / 50 }
        // The end at zero stays there.
        for lower in range.lowerBound < 0 ? parts : [1] {
            for upper in range.upperBound > 0 ? parts : [1] {
                let part = min(range.lowerBound * lower, 0)...max(range.upperBound * upper, 0)
                let found = error.sum(of: part)
                if found < best.error { best = (part, found) }
            }
        }
        return within(best.range.lowerBound, best.range.upperBound)
    }
}

/// What bytes do not tell of a distribution.
enum EntropyLoss {
    /// The Kullback-Leibler divergence of a part of a histogram, what is beyond counted to its outermost bins, from the same in `steps`
    /// steps, each spread evenly over those of its bins that have values.
    static func divergence(_ counts: [Int], _ part: Range<Int>, steps: Int) -> Double {
        let outside = (
            low: counts[..<part.lowerBound].reduce(0, +), high: counts[part.upperBound...].reduce(0, +)
        )
        let total = Double(counts.reduce(0, +))
        let inside = total - Double(outside.low + outside.high)
        guard inside > 0 else { return .infinity }
        var divergence = 0.0
        for step in 0..<steps {
            let bins = (part.lowerBound + step * part.count / steps)..<(part.lowerBound + (step + 1) * part.count / steps)
            var (sum, filled) = (0, 0)
            for bin in bins {
                sum += counts[bin]
                filled += counts[bin] > 0 || isOutermost(bin, part, outside) ? 1 : 0
            }
            guard filled > 0 else { continue }
            let even = Double(sum) / Double(filled) / inside
            for bin in bins {
                var count = counts[bin]
                if bin == part.lowerBound { count += outside.low }
                if bin == part.upperBound - 1 { count += outside.high }
                guard count > 0 else { continue }
                let share = Double(count) / total
                divergence += share * log(share / max(even, smallest))
            }
        }
        return divergence
    }

    /// What stands for no share at all, of which there is no logarithm.
    private static let smallest = 1e-10

    private static func isOutermost(_ bin: Int, _ part: Range<Int>, _ outside: (low: Int, high: Int)) -> Bool {
        bin == part.lowerBound && outside.low > 0 || bin == part.upperBound - 1 && outside.high > 0
    }
}

/// Squared errors of a histogram's values, in a few steps for any range: by sums of the values, and of their squares, up to each bin.
private struct SquaredError {
    private let histogram: ValueHistogram
    /// Up to each bin, without it.
    private var sums = [(count: 0.0, first: 0.0, second: 0.0)]

    init(_ histogram: ValueHistogram) {
        self.histogram = histogram
        var sum = (count: 0.0, first: 0.0, second: 0.0)
        for (bin, count) in histogram.counts.enumerated() {
            let (count, value) = (Double(count), Double(histogram.edge(bin)) / 2 + Double(histogram.edge(bin + 1)) / 2)
            sum = (sum.count + count, sum.first + count * value, sum.second + count * value * value)
            sums.append(sum)
        }
    }

    func sum(of range: ClosedRange<Float>) -> Double {
        let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
        let (first, last) = (bin(of: low), bin(of: high))
        let step = (high - low) / 255
        let inside = sums[last].count - sums[first].count - Double(histogram.zeros)
        return max(inside, 0) * step * step / 12 + beyond(sums[0], sums[first], low) + beyond(sums[last], sums[sums.count - 1], high)
    }

    /// The squared distances to an end of the range.
    private func beyond(
        _ from: (count: Double, first: Double, second: Double), _ to: (count: Double, first: Double, second: Double), _ end: Double
    ) -> Double {
        let (count, first, second) = (to.count - from.count, to.first - from.first, to.second - from.second)
        return max(second - 2 * end * first + end * end * count, 0)
    }

    private func bin(of value: Double) -> Int {
        let half = Double(ValueHistogram.bins / 2)
        guard histogram.reach > 0 else { return value < 0 ? 0 : ValueHistogram.bins }
        return Int(min(max((value / Double(histogram.reach) * half + half).rounded(), 0), 2 * half))
    }
}
