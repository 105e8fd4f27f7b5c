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
