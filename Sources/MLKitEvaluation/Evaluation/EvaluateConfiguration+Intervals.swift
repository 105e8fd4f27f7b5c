internal import MLKitCore
internal import MLKitSpec

extension EvaluateConfiguration {
    /// What metrics of all rows to come are between.
    public struct Intervals: Hashable, Sendable {
        /// The share of samples of rows whose interval holds the figure of all rows.
        public var level = 0.95
        /// How many times rows are drawn anew for metrics that are no shares of rows; by their number if `nil`.
        public var resamples: Int?

        public init(level: Double = 0.95, resamples: Int? = nil) {
            (self.level, self.resamples) = (level, resamples)
        }

        fileprivate static let keys = KeySet<Intervals>(
            "`intervals`", blank: Intervals(),
            [
                Key("level", \.level, .number(levels), "the share of samples of rows whose interval holds the figure of all rows"),
                Key(
                    "resamples", \.resamples, .integer(100...100_000),
                    "how many times rows are drawn anew for metrics that are no shares of rows; 200 to 1,000 if left out"),
            ])

        fileprivate static let levels = 0.5...0.9999
    }

    /// As `mlkit.yaml` has them: a level, `false`, or a mapping.
    enum WrittenIntervals: Sendable {
        case off
        case on(Intervals)
    }

    var written: WrittenIntervals? {
        get { intervals.map { .on($0) } ?? .off }
        set {
            switch newValue {
            case .off: intervals = nil
            case .on(let intervals): self.intervals = intervals
            case nil: break
            }
        }
    }
}

extension KeyType<EvaluateConfiguration.WrittenIntervals> {
    static var intervals: Self {
        typealias Intervals = EvaluateConfiguration.Intervals
        let level = KeyType<Double>.number(Intervals.levels)
        let keys = KeyType<Intervals>.object(Intervals.keys)
        return KeyType(
            .either([level.schema, .boolean, keys.schema]),
            read: { node in
                if let isOn = KeyType<Bool>.boolean.value(node) { return isOn ? .on(Intervals()) : .off }
                if let level = level.value(node) { return .on(Intervals(level: level)) }
                return keys.value(node).map { .on($0) }
            },
            write: { written in
                switch written {
                case .off: .bool(false)
                case .on(let intervals): keys.json(intervals)
                }
            })
    }
}
