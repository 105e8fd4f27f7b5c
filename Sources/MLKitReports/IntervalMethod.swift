internal import MLKitCore
internal import MLKitSpec

/// How intervals of metrics were found.
public struct IntervalMethod: Hashable, Sendable {
    /// The share of samples of rows whose interval holds the figure of all rows.
    public var level: Double
    /// How many times rows were drawn anew, for the metrics that are no shares of rows.
    public var resamples: Int
    /// The rows that were drawn from, where a split has more; `nil` for all.
    public var sample: Int?

    public init(level: Double, resamples: Int, sample: Int?) {
        self.level = level
        self.resamples = resamples
        self.sample = sample
    }

    /// "95 %".
    public var words: String { "\((level * 100).brief(2)) %" }

    static let keys = KeySet<IntervalMethod>(
        "`intervals`", blank: IntervalMethod(level: 0.95, resamples: 0, sample: nil),
        [
            Key(
                "level", \.level, .number(0...1),
                "the share of samples of rows whose interval holds the figure of all rows", required: true),
            Key(
                "resamples", \.resamples, .integer(0...),
                "how many times rows were drawn anew, for metrics that are no shares of rows", required: true),
            Key("sample", \.sample, .integer(1...), "the rows that were drawn from, where a split has more"),
        ])
}
