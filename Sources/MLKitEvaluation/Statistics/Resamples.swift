internal import MLKitCore
internal import MLKitSignature

/// Samples of some rows, drawn with replacement: the bootstrap of B. Efron, "Bootstrap methods: another look at the jackknife", Annals
/// of Statistics 7, 1979. A row is drawn whole, and all models are measured on the same samples, so that they can be compared.
///
/// Its cost is bounded. Of more than `mostRows` rows as many are chosen at random, once, and drawn from; how far samples of these m are
/// apart is √(m/n) of how far samples of all n rows are (P. J. Bickel, F. Götze and W. R. van Zwet, "Resampling fewer than n
/// observations", Statistica Sinica 7, 1997).
struct Resamples: Sendable {
    /// The rows that are drawn from, in their order.
    let rows: [Int]
    /// How many samples there are.
    let count: Int
    /// How far apart figures of all rows are, in units of how far they are here.
    let scale: Double
    /// How often each row is in each sample: [count, rows].
    private let weights: [UInt8]
    /// The most threads that figures are found on; they are the same on any number.
    private let threads: Int

    static let mostRows = 8000
    /// Draws of rows that all samples together take, at most, unless that would leave fewer than `fewest`.
    private static let mostDraws = 3_000_000
    private static let (fewest, most) = (200, 1000)
    /// Samples of fewer rows say little of all others.
    private static let fewestRows = 10

    /// - Parameters:
    ///   - all: how many rows there are.
    ///   - wanted: how many samples; what the bound on their cost allows if `nil`.
    init(of all: Int, wanted: Int? = nil, seed: Int = 0, threads: Int = 1) {
        self.threads = threads
        var random = RandomSource(seed: seed)
        let size = min(all, Self.mostRows)
        rows = size == all ? Array(0..<all) : Self.choose(size, of: all, &random)
        scale = all == 0 ? 1 : (Double(size) / Double(all)).squareRoot()
        count = wanted ?? min(max(Self.mostDraws / max(size, 1), Self.fewest), Self.most)
        var weights = [UInt8](repeating: 0, count: size * count)
        weights.withUnsafeMutableBufferPointer { weights in
            var start = 0
            while start < weights.count {
                var left = size
                while left > 0 {
                    weights[start + random.index(below: size)] &+= 1
                    left -= 1
                }
                start += size
            }
        }
        self.weights = weights
    }

    /// Whether it has all rows.
    var isWhole: Bool { scale == 1 }

    /// Rows without repeats, in their order: D. E. Knuth's selection sampling.
    private static func choose(_ size: Int, of all: Int, _ random: inout RandomSource) -> [Int] {
        var chosen = [Int]()
        chosen.reserveCapacity(size)
        for row in 0..<all where random.index(below: all - row) < size - chosen.count { chosen.append(row) }
        return chosen
    }

    /// What a figure is of each sample.
    ///
    /// - Parameter figure: takes how often each of `rows` is in a sample.
    func values(_ figure: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Double) -> [Double] { samples(figure) }

    /// What figures are of each sample: for each of `count` figures its values.
    ///
    /// - Parameter figures: takes how often each of `rows` is in a sample, and gives the figures.
    func values(
        _ figures: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> [Double], count width: Int
    ) -> [[Double]] {
        let samples = samples(figures)
        return (0..<width).map { place in samples.map { $0[place] } }
    }

    /// So many weights of rows are worth a thread.
    private static let shareOfThread = 200_000

    private func samples<Value: Sendable>(_ figure: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Value) -> [Value] {
        let (size, weights, count) = (rows.count, weights, count)
        let parts = min(max(threads, 1), max(weights.count / Self.shareOfThread, 1))
        @Sendable func values(_ samples: Range<Int>) -> [Value] {
            weights.withUnsafeBufferPointer { all in
                samples.map { figure(UnsafeBufferPointer(rebasing: all[$0 * size..<($0 + 1) * size])) }
            }
        }
        let found = try? Parallel.map(parts, threads: parts) { values($0 * count / parts..<($0 + 1) * count / parts) }
        return found?.flatMap { $0 } ?? values(0..<count)
    }

    /// Every row once.
    func whole<Value>(_ figure: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        [UInt8](repeating: 1, count: rows.count).withUnsafeBufferPointer(figure)
    }

    /// What a figure of all rows to come is between: the percentiles of its samples.
    ///
    /// - Parameters:
    ///   - estimate: the figure of all rows.
    ///   - values: of the samples; those that are undefined are left out.
    ///   - here: the figure of `rows`.
    ///   - bounds: what the figure cannot be beyond.
    /// - Returns: `nil` where there are fewer than ten rows, or the figure is undefined, for all rows or for half of the samples or more.
    func interval(
        _ estimate: Double, _ values: [Double], here: Double, level: Double, within bounds: ClosedRange<Double> = -.infinity ... .infinity
    ) -> ClosedRange<Double>? {
        let known = values.filter(\.isFinite).sorted()
        guard rows.count >= Self.fewestRows, estimate.isFinite, here.isFinite, known.count * 2 > count else { return nil }
        let ends = [(1 - level) / 2, (1 + level) / 2].map { share -> Double in
            let quantile = SortedNumbers.quantile(share, of: known)
            return isWhole ? quantile : estimate + (quantile - here) * scale
        }
        let (lower, upper) = (max(ends[0], bounds.lowerBound), min(ends[1], bounds.upperBound))
        return lower.isFinite && upper.isFinite && lower <= upper ? lower...upper : nil
    }
}
