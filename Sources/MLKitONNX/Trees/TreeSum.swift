/// Trees whose leaves are added up, as an ONNX graph holds them.
public struct TreeSum: Hashable, Sendable {
    /// How a number is compared with a threshold; NaN passes no test.
    public enum Test: Hashable, Sendable {
        case below, atMost, above, atLeast, equal, different

        func holds(_ number: Float, _ threshold: Float) -> Bool {
            switch self {
            case .below: number < threshold
            case .atMost: number <= threshold
            case .above: number > threshold
            case .atLeast: number >= threshold
            case .equal: number == threshold
            // NaN differs from everything.
            case .different: number != threshold && !number.isNaN
            }
        }
    }

    public struct Split: Hashable, Sendable {
        public var feature: Int
        public var test: Test
        public var threshold: Float
        /// Whether a missing number, NaN, goes on as one that passes.
        public var takesMissing: Bool
        /// Places of nodes.
        public var yes: Int
        public var no: Int

        public init(feature: Int, test: Test, threshold: Float, takesMissing: Bool, yes: Int, no: Int) {
            (self.feature, self.test, self.threshold) = (feature, test, threshold)
            (self.takesMissing, self.yes, self.no) = (takesMissing, yes, no)
        }

        /// The node that a number leads to.
        public func next(_ number: Float) -> Int {
            test.holds(number, threshold) || (takesMissing && number.isNaN) ? yes : no
        }
    }

    public enum Node: Hashable, Sendable {
        case split(Split)
        /// What it adds to outputs.
        case leaf([Weight])
    }

    public struct Weight: Hashable, Sendable {
        public var output: Int
        public var value: Float

        public init(output: Int, value: Float) { (self.output, self.value) = (output, value) }
    }

    /// Of all trees. Several splits may lead to one node, but none back to one that led to it.
    public var nodes: [Node]
    /// The places of the first node of each tree.
    public var roots: [Int]
    /// What sums start from, one for each output.
    public var base: [Float]
    /// What the sum of leaves is divided by, without `base`.
    public var divisor: Double

    public init(nodes: [Node], roots: [Int], base: [Float], divisor: Double = 1) {
        (self.nodes, self.roots, self.base, self.divisor) = (nodes, roots, base, divisor)
    }

    /// How many sums there are.
    public var outputs: Int { base.count }

    /// The sums for one row of features, one for each output.
    public func sums(_ features: [Float]) -> [Double] {
        var sums = [Double](repeating: 0, count: outputs)
        for root in roots {
            var place = root
            while case .split(let split) = nodes[place] { place = split.next(features[split.feature]) }
            if case .leaf(let weights) = nodes[place] { for weight in weights { sums[weight.output] += Double(weight.value) } }
        }
        return zip(sums, base).map { $0 / divisor + Double($1) }
    }
}
