internal import MLKitONNX

/// Rounds inputs to whole steps that are so large that squared distances of rows are whole numbers below 2⁵³: sums of them are exact in
/// whatever order and by whatever instructions they are computed. Which rows are nearest, and which are equally near, is then the same
/// in training, in ONNX Runtime, and for any number of threads.
struct NeighbourGrid: Equatable {
    /// Steps of one.
    let steps: Double
    /// By input: what is taken off before, and the most steps that it may be away from that.
    let middles: [Double]
    let limits: [Double]
    /// Inputs that are 0 or 1.
    let flags: Range<Int>

    /// Numbers may be so many times as far from the middle as in training; those further away count as that.
    private static let reach = 4.0
    /// Finer than a float near one.
    private static let most = 24

    /// - Parameter features: of the rows to learn from, not sparse.

    init(_ features: FeatureMatrix, _ encoder: FeatureEncoder) {
        let flags = encoder.numberWidth..<(encoder.numberWidth + encoder.groupLevels.reduce(0, +))
        var low = [Float](repeating: .infinity, count: features.columns)
        var high = [Float](repeating: -.infinity, count: features.columns)
        for row in 0..<features.rows {
            for place in low.indices {
                let value = features.values[row * features.columns + place]
                (low[place], high[place]) = (min(low[place], value), max(high[place], value))
            }
        }
        let middles = low.indices.map { flags.contains($0) || low[$0] > high[$0] ? 0.5 : Double(low[$0]) / 2 + Double(high[$0]) / 2 }
        let spreads = low.indices.map { flags.contains($0) ? 0.5 : Self.reach * max(Double(high[$0]) - middles[$0], 0) }
        var exponent = Self.most
        func steps(_ exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: 1) }
        func limits(_ exponent: Int) -> [Double] { spreads.map { ($0 * steps(exponent)).rounded(.up) } }
        // A squared distance is at most four times the sum of the squares of the limits.
        while exponent > 1, limits(exponent).reduce(0, { $0 + $1 * $1 }) * 4 > 0x1p53 { exponent -= 1 }
        self.steps = steps(exponent)
        self.middles = middles
        self.limits = limits(exponent)
        self.flags = flags
    }

    var columns: Int { middles.count }
    /// Inputs that are not 0 or 1.
    var numbers: [Int] { (0..<columns).filter { !flags.contains($0) } }
    /// What the steps of a row take in a model, with the sum of their squares: four bytes for a number, one for what is 0 or 1.
    var bytesOfRow: Int { 4 * (columns - flags.count) + flags.count + 8 }

    /// The steps of an input.
    func step(_ value: Float, at place: Int) -> Double {
        let steps = ((Double(value) - middles[place]) * steps).rounded(.toNearestOrEven)
        return min(max(steps, -limits[place]), limits[place])
    }

    /// Adds the steps of inputs [N, columns].
    func export(_ inputs: Value, to builder: inout GraphBuilder) throws -> Value {
        func row(_ numbers: [Double], _ builder: inout GraphBuilder) throws -> Value {
            builder.constant(try Tensor(.double(numbers), shape: [1, columns]))
        }
        let doubles = builder.node("Cast", [inputs], [("to", .int(11))])
        let moved = builder.node("Sub", [doubles, try row(middles, &builder)])
        let rounded = builder.node("Round", [builder.node("Mul", [moved, builder.constant(.scalar(steps))])])
        let bounded = builder.node("Max", [rounded, try row(limits.map { -$0 }, &builder)])
        return builder.node("Min", [bounded, try row(limits, &builder)])
    }
}
