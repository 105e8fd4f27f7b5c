/// How many values of a tensor are in each of 4,096 bins, as wide to both sides of zero.
///
/// Its width is found in the first run. A later value beyond it makes the bins twice as wide, two becoming one, as often as it takes:
/// so values are looked at once, and at least half of the bins are in use.
struct ValueHistogram {
    static let bins = 4096

    private(set) var counts = [Int](repeating: 0, count: bins)
    /// The bins go from minus this to this; 0 before there is a value other than zero.
    private(set) var reach: Float = 0
    /// The smallest and the largest value; those that are no finite numbers are passed over.
    private(set) var range: ClosedRange<Float>?
    /// How many values are zero, which is written without an error.
    private(set) var zeros = 0

    mutating func add(_ values: [Float]) {
        var (low, high) = (Float.infinity, -Float.infinity)
        for value in values where value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        guard low <= high else { return }
        range = min(range?.lowerBound ?? low, low)...max(range?.upperBound ?? high, high)
        widen(to: max(-low, high))
        let scale = reach > 0 ? Double(Self.bins / 2) / Double(reach) : 0
        for value in values where value.isFinite {
            if value == 0 { zeros += 1 }
            counts[min(Int(Double(value) * scale + Double(Self.bins / 2)), Self.bins - 1)] += 1
        }
    }

    private mutating func widen(to magnitude: Float) {
        guard reach > 0 else {
            // Until now all values were zero, which is the lower edge of the bin after the middle at any width.
            reach = magnitude
            return
        }
        while reach < magnitude {
            let half = Self.bins / 2
            var wider = [Int](repeating: 0, count: Self.bins)
            for bin in 0..<half { wider[half / 2 + bin] = counts[2 * bin] + counts[2 * bin + 1] }
            counts = wider
            // Numbers near the largest that there are have no double.
            reach = min(reach * 2, .greatestFiniteMagnitude)
        }
    }

    /// How many values there are.
    var count: Int { counts.reduce(0, +) }

    /// The lower edge of a bin; that of the bin after the last is the upper one.
    func edge(_ bin: Int) -> Float {
        Float(Double(reach) * (Double(bin) / Double(Self.bins / 2) - 1))
    }

    /// A range no wider than that of the values.
    func within(_ low: Float, _ high: Float) -> ClosedRange<Float>? {
        guard let range else { return nil }
        let low = max(low, range.lowerBound)
        return low...max(min(high, range.upperBound), low)
    }
}
