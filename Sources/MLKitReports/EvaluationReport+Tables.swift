internal import MLKitSpec

// What an evaluation says of a model beyond its metrics: how probabilities come true, what the highest find, how far numbers are off.

extension EvaluationReport {
    /// Rows with probabilities in one range.
    public struct Reliability: Hashable, Sendable {
        public var lower: Double
        public var upper: Double
        public var rows: Int
        /// The mean probability, and the share of rows for which it came true; NaN without rows.
        public var predicted: Double
        public var observed: Double
        /// What that share is between for all such rows to come.
        public var interval: Interval

        public init(lower: Double, upper: Double, rows: Int, predicted: Double, observed: Double, interval: Interval) {
            (self.lower, self.upper, self.rows) = (lower, upper, rows)
            (self.predicted, self.observed, self.interval) = (predicted, observed, interval)
        }

        static let keys = KeySet<Reliability>(
            "a range of probabilities",
            blank: Reliability(lower: 0, upper: 1, rows: 0, predicted: .nan, observed: .nan, interval: Interval()),
            [
                Key("lower", \.lower, .number(0...1), "where it begins", required: true),
                Key("upper", \.upper, .number(0...1), "where it ends", required: true),
                Key("rows", \.rows, .integer(0...), "rows with such a probability", required: true),
                Key("predicted", \.predicted, .measured, "the mean probability"),
                Key("observed", \.observed, .measured, "the share of rows for which it came true"),
                Key("interval", \.interval, .object(Interval.keys), "what that share is between for all such rows to come"),
            ])
    }

    /// What the rows with the highest scores find.
    public struct Gain: Hashable, Sendable {
        /// Of all rows, those with the highest scores.
        public var share: Double
        public var rows: Int
        /// Rows of the positive class among them.
        public var positives: Int
        /// Of all rows of the positive class, the share that is among them; NaN without any.
        public var found: Double
        /// How many times as frequent the positive class is among them as among all.
        public var lift: Double

        public init(share: Double, rows: Int, positives: Int, found: Double, lift: Double) {
            (self.share, self.rows, self.positives, self.found, self.lift) = (share, rows, positives, found, lift)
        }

        static let keys = KeySet<Gain>(
            "a share of rows", blank: Gain(share: 0, rows: 0, positives: 0, found: .nan, lift: .nan),
            [
                Key("share", \.share, .number(0...1), "of all rows, those with the highest scores", required: true),
                Key("rows", \.rows, .integer(0...), "how many these are", required: true),
                Key("positives", \.positives, .integer(0...), "rows of the positive class among them", required: true),
                Key("found", \.found, .measured, "of all rows of the positive class, the share that is among them"),
                Key("lift", \.lift, .measured, "how many times as frequent that class is among them as among all"),
            ])
    }

    /// How far predicted numbers are above the true ones.
    public struct Residual: Hashable, Sendable {
        /// The share of rows with a residual of at most `value`.
        public var share: Double
        /// In the target's unit.
        public var value: Double

        public init(share: Double, value: Double) { (self.share, self.value) = (share, value) }

        static let keys = KeySet<Residual>(
            "a quantile of residuals", blank: Residual(share: 0, value: .nan),
            [
                Key("share", \.share, .number(0...1), "the share of rows with at most this", required: true),
                Key("value", \.value, .measured, "how far the predicted number is above the true one", required: true),
            ])
    }
}
