/// Where numbers stand among sorted ones. Tables are compared, models put numbers into bins, and servers watch drift by the same
/// search, so that a number that is itself an edge goes into the same bin everywhere.
public enum SortedNumbers {
    /// How many are no larger than a number, which is the place of its bin where they are the edges between bins: the first bin is
    /// open below, the last above, and each but the last is without its upper edge. 0 for NaN.
    public static func countUpTo(_ number: Double, in sorted: [Double]) -> Int { count(in: sorted) { $0 <= number } }

    /// How many are smaller than a number. 0 for NaN.
    public static func countBelow(_ number: Double, in sorted: [Double]) -> Int { count(in: sorted) { $0 < number } }

    /// The number below which a share of them is, between two of them in proportion, as NumPy's `quantile` has it.
    ///
    /// - Parameters:
    ///   - share: from 0 to 1.
    ///   - sorted: at least one.
    public static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let (low, high) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
        return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
    }

    /// How many of them, from the first on, are in: those that are stand first.
    @inline(__always)
    private static func count(in sorted: [Double], _ isIn: (Double) -> Bool) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if isIn(sorted[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
