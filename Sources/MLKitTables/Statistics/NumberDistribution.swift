internal import Glibc
internal import MLKitReports
internal import MLKitSignature

/// How the numbers of a column are distributed.
struct NumberDistribution {
    /// All of them, the least first; finite.
    private let sorted: [Double]

    init(_ numbers: [Double]) {
        sorted = SortedNumbers.sorted(numbers.filter(\.isFinite))
    }

    private static let shares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]
    private static let bins = 20

    func describe(_ column: inout DataReport.Distribution) {
        column.zeros = sorted.count { $0 == 0 }
        guard let low = sorted.first, let high = sorted.last else {
            (column.outliers, column.quantiles, column.edges, column.counts) = (0, [], [], [])
            return
        }
        column.quantiles = zip(Self.shares, NumberSummary.quantiles(Self.shares, ofSorted: sorted)).map { .init(share: $0, value: $1) }
        let quartiles = NumberSummary.quantiles([0.25, 0.75], ofSorted: sorted)
        let room = 1.5 * (quartiles[1] - quartiles[0])
        column.outliers = sorted.count { $0 < quartiles[0] - room || $0 > quartiles[1] + room }
        (column.skewness, column.kurtosis) = shape
        guard high > low, (high - low).isFinite else {
            (column.edges, column.counts) = ([low, high], [sorted.count])
            return
        }
        let edges = (0...Self.bins).map { $0 == Self.bins ? high : low + (high - low) / Double(Self.bins) * Double($0) }
        column.edges = edges
        column.counts = NumberBins(edges: Array(edges[1..<Self.bins])).counts(sorted)
    }

    /// Adjusted Fisher-Pearson coefficients, as `pandas.Series.skew` and `kurt` have them; NaN where there are too few numbers, or
    /// all are the same.
    private var shape: (skewness: Double, kurtosis: Double) {
        let n = Double(sorted.count)
        let mean = sorted.reduce(0, +) / n
        guard let low = sorted.first, let high = sorted.last, low != high else { return (.nan, .nan) }
        // In shares of the largest distance, so that powers of very large and very small numbers are numbers.
        let farthest = max(mean - low, high - mean)
        var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
        for value in sorted {
            let distance = (value - mean) / farthest
            let square = distance * distance
            first += distance
            second += square
            third += square * distance
            fourth += square * square
        }
        // What the mean was rounded by, which counts where numbers are large and near each other.
        let rest = first / n
        fourth += rest * (-4 * third + rest * (6 * second - 3 * n * rest * rest))
        third += rest * (-3 * second + 2 * n * rest * rest)
        second -= n * rest * rest
        let skewness = n < 3 ? .nan : n * (n - 1).squareRoot() / (n - 2) * third / (second * second.squareRoot())
        let kurtosis =
            n < 4
            ? .nan
            : n * (n + 1) * (n - 1) / ((n - 2) * (n - 3)) * fourth / (second * second) - 3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3))
        return (skewness, kurtosis)
    }
}
