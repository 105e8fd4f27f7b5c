internal import Glibc
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
    }

    public var outputs: [Output]
    /// The share of picks that differ: of rows whose largest value is at another place, over the last dimension of the first output
    /// that has several. `nil` if there is none.
    public var flipped: Double?
    public var runs: Int

    /// - Throws: `Failure` if a model does not run on a feed, or answers what is no finite number where the other does not.
    public init(_ before: Session, _ after: Session, on feeds: [[String: Tensor]]) throws {
        var sums = before.outputs.map { _ in Sums() }
        var picks: (count: Int, flipped: Int)?
        var picking: Int?
        for (run, feed) in feeds.enumerated() {
            let (first, second) = (try before.run(feed), try after.run(feed))
            for (place, output) in before.outputs.enumerated() {
                guard let tensor = first[output.name], let a = tensor.reals, let b = second[output.name]?.reals else { continue }
                guard a.count == b.count else {
                    throw Failure("the quantized model answers `\(output.name)` in another shape on sample \(run + 1)")
                }
                if let bad = zip(a, b).first(where: { $0.isFinite && !$1.isFinite }) {
                    throw Failure("the quantized model answers \(bad.1) for `\(output.name)` on sample \(run + 1), where it was \(bad.0)")
                }
                sums[place].add(a, b)
                guard let width = tensor.shape.last, width > 1, tensor.shape.count > 1, picking ?? place == place else { continue }
                picking = place
                let rows = stride(from: 0, to: a.count, by: width)
                let differing = rows.count { Self.pick(a[$0..<($0 + width)]) - $0 != Self.pick(b[$0..<($0 + width)]) - $0 }
                picks = ((picks?.count ?? 0) + a.count / width, (picks?.flipped ?? 0) + differing)
            }
        }
        outputs = zip(before.outputs, sums).compactMap { output, sums in sums.output(output.name) }
        flipped = picks.map { Double($0.flipped) / Double(max($0.count, 1)) }
        runs = feeds.count
    }

    /// The place of the largest.
    private static func pick(_ values: ArraySlice<Double>) -> Int {
        values.indices.max { values[$0] < values[$1] } ?? values.startIndex
    }

    private struct Sums {
        var count = 0
        var largest = 0.0
        var differences = 0.0
        var signal = 0.0
        var noise = 0.0

        mutating func add(_ a: [Double], _ b: [Double]) {
            for (x, y) in zip(a, b) where x.isFinite {
                let difference = abs(x - y)
                largest = max(largest, difference)
                differences += difference
                signal += x * x
                noise += difference * difference
                count += 1
            }
        }

        func output(_ name: String) -> Output? {
            guard count > 0 else { return nil }
            return Output(
                name: name, largest: largest, mean: differences / Double(count),
                signalToNoise: noise > 0 ? 10 * log10(signal / noise) : .infinity)
        }
    }
}
