internal import MLKitCore

/// How far apart the answers of two models are on the same inputs.
public struct ModelDifference: Hashable, Sendable {
    /// One of the outputs that hold numbers with fractions.
    public struct Output: Hashable, Sendable {
        public var name: String
        /// The largest and the mean absolute difference.
        public var largest: Double
        public var mean: Double
        /// Ten times the decimal logarithm of the answers' power over that of the differences, in dB; infinite where there are none.
        public var signalToNoise: Double

        init(_ name: String, _ difference: AnswerDifference) {
            self.name = name
            (largest, mean, signalToNoise) = (difference.largest, difference.mean, difference.signalToNoise)
        }
    }

    public var outputs: [Output]
    /// The share of picks that differ: of rows whose largest value is at another place, over the last dimension of the first output
    /// that has several. `nil` if there is none.
    public var flipped: Double?
    public var runs: Int

    /// - Parameter outputs: Those that are compared; all that are tensors if `nil`.
    /// - Throws: `Failure` if a model does not run on a feed, or answers what is no finite number where the other does not.
    public init(_ before: Session, _ after: Session, outputs names: [String]? = nil, on feeds: [[String: Tensor]]) throws {
        let names = names ?? before.tensorOutputs
        var differences = names.map { _ in AnswerDifference() }
        var picks: (count: Int, flipped: Int)?
        var picking: Int?
        for (run, feed) in feeds.enumerated() {
            let (first, second) = (try before.run(feed, outputs: names), try after.run(feed, outputs: names))
            for (place, name) in names.enumerated() {
                guard let tensor = first[name], let a = tensor.reals, let b = second[name]?.reals else { continue }
                guard a.count == b.count else {
                    throw Failure("the quantized model answers `\(name)` in another shape on sample \(run + 1)")
                }
                if let bad = zip(a, b).first(where: { $0.isFinite && !$1.isFinite }) {
                    throw Failure("the quantized model answers \(bad.1) for `\(name)` on sample \(run + 1), where it was \(bad.0)")
                }
                differences[place].add(a, b)
                guard let width = tensor.shape.last, width > 1, tensor.shape.count > 1, picking ?? place == place else { continue }
                picking = place
                let rows = stride(from: 0, to: a.count, by: width)
                let differing = rows.count { Self.pick(a[$0..<($0 + width)]) - $0 != Self.pick(b[$0..<($0 + width)]) - $0 }
                picks = ((picks?.count ?? 0) + a.count / width, (picks?.flipped ?? 0) + differing)
            }
        }
        outputs = zip(names, differences).filter { $1.count > 0 }.map { Output($0, $1) }
        flipped = picks.map { Double($0.flipped) / Double(max($0.count, 1)) }
        runs = feeds.count
    }

    /// The place of the largest.
    private static func pick(_ values: ArraySlice<Double>) -> Int {
        values.indices.max { values[$0] < values[$1] } ?? values.startIndex
    }
}
