internal import MLKitCore
internal import MLKitONNX

/// How fast a model is before and after it was quantized, on this machine.
struct SpeedComparison {
    let threads: Int
    /// What is run, such as `1 row`.
    private let names: [String]
    private let before: ModelSpeed
    private let after: ModelSpeed

    /// - Parameter feeds: what is run, by what it is called.
    /// - Throws: `Failure` if a model does not run.
    init(
        _ before: ModelContent, _ after: ModelContent, on feeds: [(name: String, feed: [String: Tensor])], runtime: Runtime, threads: Int
    ) throws {
        let settings = SessionOptions(threads: threads)
        let tensors = feeds.map(\.feed)
        (self.threads, names) = (threads, feeds.map(\.name))
        self.before = try ModelSpeed(before, on: tensors, runtime: runtime, settings: settings)
        self.after = try ModelSpeed(after, on: tensors, runtime: runtime, settings: settings)
    }

    /// What is run, the medians, their ratio, and within what 95 of 100 runs are.
    var rows: [[String]] {
        let runs = names.indices.map { place -> [String] in
            let (first, second) = (before.times[place], after.times[place])
            return [
                names[place], "\(first.median.briefFigure()) ms", "\(second.median.briefFigure()) ms",
                (second.median / first.median).brief(2),
                "\(first.tail.briefFigure()) and \(second.tail.briefFigure()) ms",
            ]
        }
        guard let first = before.memory, let second = after.memory, first > 0, second > 0 else { return runs }
        let sizes = [first, second].map { QuantizationPage.size($0) }
        return runs + [["memory", sizes[0], sizes[1], (Double(second) / Double(first)).brief(2), ""]]
    }
}
