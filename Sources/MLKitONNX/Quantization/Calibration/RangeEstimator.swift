/// Decides, from the values a tensor takes on sample data, which range its 8-bit form is to cover.
public protocol RangeEstimator {
    /// Takes note of the tensor's values in one run.
    mutating func observe(_ values: [Float])
    /// The range, or `nil` if no value was seen.
    var range: ClosedRange<Float>? { get }
}

/// The range from the smallest to the largest value seen, so that none is cut off. NaN is passed over.
public struct MinMaxEstimator: RangeEstimator {
    public private(set) var range: ClosedRange<Float>?

    public init() {}

    public mutating func observe(_ values: [Float]) {
        guard var low = range?.lowerBound ?? values.first(where: { !$0.isNaN }) else { return }
        var high = range?.upperBound ?? low
        for value in values {
            if value < low { low = value }
            if value > high { high = value }
        }
        range = low...high
    }
}

/// The mean of the smallest values of all runs, and of the largest: a run with an outlier counts as one of many. Runs without a value
/// that is a number are passed over.
public struct MovingAverageEstimator: RangeEstimator {
    private var runs = 0
    private var sums = (low: 0.0, high: 0.0)

    public init() {}

    public mutating func observe(_ values: [Float]) {
        var run = MinMaxEstimator()
        run.observe(values)
        guard let range = run.range else { return }
        runs += 1
        sums.low += Double(range.lowerBound)
        sums.high += Double(range.upperBound)
    }

    public var range: ClosedRange<Float>? {
        guard runs > 0 else { return nil }
        // Sums of infinities of both signs are no numbers.
        let (low, high) = (Float(sums.low / Double(runs)), Float(sums.high / Double(runs)))
        return low <= high ? low...high : -.infinity ... .infinity
    }
}

/// A range that is chosen from how often values of each size are there.
struct HistogramEstimator: RangeEstimator {
    private var histogram = ValueHistogram()
    private let choose: @Sendable (ValueHistogram) -> ClosedRange<Float>?

    init(_ choose: @escaping @Sendable (ValueHistogram) -> ClosedRange<Float>?) {
        self.choose = choose
    }

    mutating func observe(_ values: [Float]) { histogram.add(values) }

    var range: ClosedRange<Float>? { choose(histogram) }
}
