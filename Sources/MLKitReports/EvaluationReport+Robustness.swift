internal import MLKitSpec

extension EvaluationReport {
    /// What the selected model does on rows that are not as they were, on the split that models are selected on.
    public struct Robustness: Hashable, Sendable {
        public var metric: Metric
        /// The rows that were changed, drawn where the split has more.
        public var rows: Int
        /// The metric of these rows as they are.
        public var value: Double
        public var cases: [RobustnessCase]

        public init(metric: Metric, rows: Int, value: Double, cases: [RobustnessCase]) {
            (self.metric, self.rows, self.value, self.cases) = (metric, rows, value, cases)
        }

        static let keys = KeySet<Robustness>(
            "`robustness`", blank: Robustness(metric: .accuracy, rows: 0, value: .nan, cases: []),
            [
                Key("metric", \.metric, .choice, "what the model is measured by", required: true),
                Key("rows", \.rows, .integer(0...), "the rows that were changed, drawn where the split has more", required: true),
                Key("value", \.value, .measured, "the metric of these rows as they are"),
                Key("cases", \.cases, .list(.object(RobustnessCase.keys)), "what was done to them, and what came of it", required: true),
            ])
    }

    /// What is done to rows.
    public enum Disturbance: String, CaseIterable, Sendable {
        /// Numbers are off, by a share of the standard deviation of their column.
        case noise
        /// Values are missing, a share of them.
        case missing
        /// A share of the numbers is further out than any in these rows.
        case outside
        /// A share of the texts is one that nobody has seen.
        case unseen
        /// In a share of the rows two columns, both of numbers or both of texts, have each other's values.
        case swapped
    }

    public struct RobustnessCase: Hashable, Sendable {
        public var disturbance: Disturbance
        /// How much of it.
        public var strength: Double
        /// The metric of the changed rows.
        public var value: Double
        /// By how much it is worse than that of the rows as they are; below 0 where it is better.
        public var loss: Double
        /// The share of rows that are given another class; for regression the mean distance of answers, in the target's unit.
        public var changed: Double

        public init(disturbance: Disturbance, strength: Double, value: Double, loss: Double, changed: Double) {
            (self.disturbance, self.strength, self.value) = (disturbance, strength, value)
            (self.loss, self.changed) = (loss, changed)
        }

        static let keys = KeySet<RobustnessCase>(
            "a case", blank: RobustnessCase(disturbance: .noise, strength: 0, value: .nan, loss: .nan, changed: .nan),
            [
                Key(
                    "disturbance", \.disturbance, .choice,
                    "`noise`: numbers are off by a share of the standard deviation of their column; `missing`: a share of the values is "
                        + "missing; `outside`: a share of the numbers is further out than any in these rows; `unseen`: a share of the "
                        + "texts is one that nobody has seen; `swapped`: in a share of the rows two columns, both of numbers or both of "
                        + "texts, have each other's values", required: true),
                Key("strength", \.strength, .number(0...), "that share", required: true),
                Key("value", \.value, .measured, "the metric of the changed rows", required: true),
                Key("loss", \.loss, .measured, "by how much it is worse than that of the rows as they are", required: true),
                Key(
                    "changed", \.changed, .measured,
                    "the share of rows that are given another class; for regression the mean distance of answers, in the target's unit",
                    required: true),
            ])
    }
}
