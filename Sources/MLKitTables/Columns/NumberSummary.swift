internal import MLKitSignature

/// Figures of a column of numbers, gathered piece by piece. Count, mean and deviation are exact however many there are.
struct NumberSummary {
    private(set) var count = 0
    private(set) var zeros = 0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity
    private(set) var mean = 0.0
    private var squares = 0.0
    private(set) var distinct: DistinctCounter
    /// Every `stride`-th number, as they came.
    private(set) var sample: [Double] = []
    private(set) var stride = 1
    private let sampleLimit: Int
    private(set) var isIncreasing = true
    private var last = -Double.infinity

    /// - Parameters:
    ///   - limit: the most different numbers that are counted exactly.
    ///   - sampleLimit: the most numbers that are kept.
    init(limit: Int, sampleLimit: Int) {
        distinct = DistinctCounter(limit: limit)
        self.sampleLimit = max(sampleLimit, 16)
    }

    /// The standard deviation of a sample.
    var deviation: Double { count > 1 ? (squares / Double(count - 1)).squareRoot() : .nan }

    /// Whether the sample is all there is.
    var isWhole: Bool { stride == 1 }

    /// Whole numbers are told apart by all their digits, of which `Double` does not have those beyond 2^53.
    mutating func add(wholes: [Int64]) {
        wholes.map(Double.init).withUnsafeBufferPointer { add($0, tellingApart: false) }
        for whole in wholes { distinct.insert(UInt64(bitPattern: whole)) }
    }

    mutating func add(_ values: UnsafeBufferPointer<Double>, tellingApart: Bool = true) {
        guard !values.isEmpty else { return }
        var (sum, low, high, noughts) = (0.0, minimum, maximum, 0)
        for value in values {
            sum += value
            if value < low { low = value }
            if value > high { high = value }
            if value == 0 { noughts += 1 }
            if tellingApart { distinct.insert((value == 0 ? 0.0 : value).bitPattern) }
        }
        (minimum, maximum, zeros) = (low, high, zeros + noughts)
        merge(sum / Double(values.count), values)
        keep(values)
        count += values.count
    }

    /// Mean and squares of two sets together: Chan, Golub, LeVeque, "Updating formulae" (1979).
    private mutating func merge(_ pieceMean: Double, _ values: UnsafeBufferPointer<Double>) {
        var pieceSquares = 0.0
        for value in values { pieceSquares += (value - pieceMean) * (value - pieceMean) }
        let (own, piece) = (Double(count), Double(values.count))
        let distance = pieceMean - mean
        mean += distance * piece / (own + piece)
        squares += pieceSquares + distance * distance * own * piece / (own + piece)
    }

    private mutating func keep(_ values: UnsafeBufferPointer<Double>) {
        var (last, isIncreasing) = (self.last, self.isIncreasing)
        for (index, value) in values.enumerated() {
            if value < last { isIncreasing = false }
            last = value
            // The stride is a power of two.
            guard (count + index) & (stride - 1) == 0 else { continue }
            if sample.count == sampleLimit {
                sample = Swift.stride(from: 0, to: sample.count, by: 2).map { sample[$0] }
                stride *= 2
                guard (count + index) & (stride - 1) == 0 else { continue }
            }
            sample.append(value)
        }
        (self.last, self.isIncreasing) = (last, isIncreasing)
    }

    /// Values below which a share of the kept numbers is, between two of them in proportion, as NumPy's `quantile` has it.
    func quantiles(_ shares: [Double]) -> [Double] {
        sample.isEmpty ? shares.map { _ in .nan } : SortedNumbers.quantiles(shares, ofAny: sample)
    }

    static func quantiles(_ shares: [Double], ofSorted sorted: [Double]) -> [Double] {
        guard !sorted.isEmpty else { return shares.map { _ in .nan } }
        return shares.map { SortedNumbers.quantile($0, of: sorted) }
    }
}
