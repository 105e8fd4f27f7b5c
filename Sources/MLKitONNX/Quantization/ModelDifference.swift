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
    /// The share of picks that differ: of rows whose largest value is at another place, over the last dimension of the output of
    /// several values where most differ. `nil` if no such row was compared that holds numbers alone.
    public var flipped: Double?
    public var runs: Int

    /// - Parameter outputs: Those that are compared; all that are tensors if `nil`.
    /// - Throws: `Failure` if a model does not run on a feed, or answers what is no finite number where the other does not.
    public init(_ before: Session, _ after: Session, outputs names: [String]? = nil, on feeds: [[String: Tensor]]) throws {
        let names = names ?? before.tensorOutputs
        var differences = names.map { _ in AnswerDifference() }
        var picks = names.map { _ in (count: 0, flipped: 0) }
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
                guard let width = tensor.shape.last, width > 1, tensor.shape.count > 1 else { continue }
                for start in stride(from: 0, to: a.count, by: width) where a[start..<(start + width)].allSatisfy(\.isFinite) {
                    picks[place].count += 1
                    if Self.pick(a[start..<(start + width)]) != Self.pick(b[start..<(start + width)]) { picks[place].flipped += 1 }
                }
            }
        }
        outputs = zip(names, differences).filter { $1.count > 0 }.map { Output($0, $1) }
        flipped = picks.filter { $0.count > 0 }.map { Double($0.flipped) / Double($0.count) }.max()
        runs = feeds.count
    }

    /// The place of the largest.
    private static func pick(_ values: ArraySlice<Double>) -> Int {
        values.indices.max { values[$0] < values[$1] } ?? values.startIndex
    }
}
