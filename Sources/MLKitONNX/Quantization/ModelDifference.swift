internal import MLKitCore

/// How far apart the answers of two models are on the same inputs.
public struct ModelDifference: Hashable, Sendable {
    /// One of the outputs that hold quantities: numbers with fractions, and whole ones of at most 16 bits, as pictures have them.
    public struct Output: Hashable, Sendable {
        public var name: String
        /// The largest and the mean absolute difference.
        public var largest: Double
        public var mean: Double
        /// Ten times the decimal logarithm of the answers' power over that of the differences, in dB; infinite where there are none.
        public var signalToNoise: Double
        /// Numbers that were not finite before, and were passed over.
        public var passedOver: Int

        init(_ name: String, _ difference: AnswerDifference, passedOver: Int) {
            self.name = name
            (largest, mean, signalToNoise) = (difference.largest, difference.mean, difference.signalToNoise)
            self.passedOver = passedOver
        }
    }

    /// What an output picks: labels, or of several values the largest.
    public struct Picks: Hashable, Sendable {
        public var output: String
        /// The dimension over which the largest value is looked for; `nil` for an output that holds labels itself.
        public var axis: Int?
        /// Whether nothing tells that it is this one of several dimensions.
        public var isAssumed: Bool
        public var count = 0
        public var flipped = 0

        /// The share that differs.
        public var share: Double { Double(flipped) / Double(max(count, 1)) }
    }

    public private(set) var outputs: [Output] = []
    /// Of each output that picks; none of whose values any was compared.
    public private(set) var picks: [Picks] = []
    /// Outputs that had another shape in some runs, which were not compared, with how many these were.
    public private(set) var reshaped: [String: Int] = [:]
    /// Outputs of which no number was finite before, so that there was nothing to compare.
    public private(set) var unknown: [String] = []
    public private(set) var runs: Int

    /// The share of picks that differ, of the output where most do; `nil` if none were compared.
    public var flipped: Double? { picks.map(\.share).max() }

    /// In dB, of several outputs the lowest. Of a model that answers labels alone they count as vectors of zeros with a one; infinite where
    /// nothing differs, `nil` where nothing was compared.
    public var signalToNoise: Double? {
        guard outputs.isEmpty else { return outputs.map(\.signalToNoise).min() }
        return flipped.map { $0 > 0 ? AnswerDifference.decibels(signal: 1, noise: $0) : .infinity }
    }

    /// The same of some outputs alone.
    func of(_ names: [String]) -> ModelDifference {
        var part = self
        part.outputs.removeAll { !names.contains($0.name) }
        part.picks.removeAll { !names.contains($0.output) }
        return part
    }

    /// - Parameters:
    ///   - names: Outputs that are compared; all that are tensors if `nil`.
    ///   - classAxes: Over which dimension the classes of an output are; of others the last is taken.
    /// - Throws: `Failure` if a model does not run on a feed, or answers what is no finite number where the other does not.
    public init(
        _ before: Session, _ after: Session, outputs names: [String]? = nil, classAxes: [String: Int] = [:], on feeds: [[String: Tensor]]
    ) throws {
        let names = names ?? before.tensorOutputs
        var comparisons = names.map { OutputComparison($0, classAxis: classAxes[$0]) }
        for (run, feed) in feeds.enumerated() {
            let (first, second) = (try before.run(feed, outputs: names), try after.run(feed, outputs: names))
            for place in comparisons.indices {
                guard let a = first[names[place]], let b = second[names[place]] else { continue }
                try comparisons[place].add(a, b, run: run)
            }
        }
        for comparison in comparisons {
            if comparison.difference.count > 0 {
                outputs.append(Output(comparison.name, comparison.difference, passedOver: comparison.passedOver))
            } else if comparison.passedOver > 0 {
                unknown.append(comparison.name)
            }
            if comparison.picks.count > 0 { picks.append(comparison.picks) }
            if comparison.reshaped > 0 { reshaped[comparison.name] = comparison.reshaped }
        }
        runs = feeds.count
    }
}

/// One output of two models, run by run.
private struct OutputComparison {
    let name: String
    private let classAxis: Int?
    var difference = AnswerDifference()
    var passedOver = 0
    var picks: ModelDifference.Picks
    var reshaped = 0

    init(_ name: String, classAxis: Int?) {
        (self.name, self.classAxis) = (name, classAxis)
        picks = .init(output: name, axis: nil, isAssumed: false)
    }

    mutating func add(_ before: Tensor, _ after: Tensor, run: Int) throws {
        guard before.shape == after.shape else {
            reshaped += 1
            return
        }
        guard let a = before.quantities, let b = after.quantities else {
            picks.count += before.count
            picks.flipped += before.places(differingFrom: after)
            return
        }
        if let bad = zip(a, b).first(where: { $0.isFinite && !$1.isFinite }) {
            throw Failure("the quantized model answers \(bad.1.words) for `\(name)` on sample \(run + 1), where it was \(bad.0.words)")
        }
        passedOver += a.count { !$0.isFinite }
        difference.add(a, b)
        pick(a, b, shape: before.shape)
    }

    private mutating func pick(_ a: [Double], _ b: [Double], shape: [Int]) {
        let rank = shape.count
        let axis = classAxis.map { $0 < 0 ? $0 + rank : $0 } ?? rank - 1
        guard rank > 1, shape.indices.contains(axis), shape[axis] > 1 else { return }
        (picks.axis, picks.isAssumed) = (axis, classAxis == nil && rank > 2)
        let inner = shape[(axis + 1)...].reduce(1, *)
        for start in stride(from: 0, to: a.count, by: shape[axis] * inner) {
            for offset in start..<(start + inner) {
                let places = stride(from: offset, to: offset + shape[axis] * inner, by: inner)
                // What is masked is minus infinity; of NaN nobody can say whether it is the largest.
                guard places.allSatisfy({ !a[$0].isNaN }) else { continue }
                picks.count += 1
                if places.max(by: { a[$0] < a[$1] }) != places.max(by: { b[$0] < b[$1] }) { picks.flipped += 1 }
            }
        }
    }
}

extension Tensor {
    /// Numbers of which it matters how far they are apart; `nil` for wide whole numbers, truth values and texts, which are labels.
    fileprivate var quantities: [Double]? {
        switch values {
        case .int8(let values): values.map(Double.init)
        case .uint8(let values): values.map(Double.init)
        case .int16(let values): values.map(Double.init)
        case .uint16(let values): values.map(Double.init)
        default: reals
        }
    }

    /// How many values are others than those of a tensor of the same shape.
    fileprivate func places(differingFrom other: Tensor) -> Int {
        switch (values, other.values) {
        case (.int64(let a), .int64(let b)): zip(a, b).count { $0 != $1 }
        case (.int32(let a), .int32(let b)): zip(a, b).count { $0 != $1 }
        case (.uint64(let a), .uint64(let b)): zip(a, b).count { $0 != $1 }
        case (.uint32(let a), .uint32(let b)): zip(a, b).count { $0 != $1 }
        case (.bool(let a), .bool(let b)): zip(a, b).count { $0 != $1 }
        case (.string(let a), .string(let b)): zip(a, b).count { !$0.utf8.elementsEqual($1.utf8) }
        default: count
        }
    }
}
