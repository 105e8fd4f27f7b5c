internal import MLKitSpec

extension TrainingReport {
    /// What is known of the model of one label among several.
    public struct Label: Hashable, Sendable {
        public var name: String
        /// Metrics that are defined for the split's rows.
        public var train: MetricValues
        public var valid: MetricValues
        /// How its probabilities were brought in line with how often they come true; `nil` if nobody asked.
        public var calibration: Calibration?
        /// Columns that `features.select` left out for it; `nil` if nobody asked.
        public var leftOut: [LeftOut]?
        /// The mean of the metrics of folds, and their standard deviation; `nil` unless `cross_validation` asks for it.
        public var foldMean: MetricValues?
        public var foldDeviation: MetricValues?

        public init(name: String, train: MetricValues, valid: MetricValues) {
            (self.name, self.train, self.valid) = (name, train, valid)
        }

        static let keys = KeySet<Label>(
            "a label", blank: Label(name: "", train: MetricValues(), valid: MetricValues()),
            [
                Key("name", \.name, .text, "its column", required: true),
                Key("train", \.train, .metrics, "metrics on the training split", required: true),
                Key("valid", \.valid, .metrics, "metrics on the validation split", required: true),
                Key("calibration", \.calibration, .object(Calibration.keys), "how its probabilities were brought in line"),
                Key("left_out", \.leftOut, .list(.object(LeftOut.keys)), "columns that `features.select` left out for it, and why"),
                Key("fold_mean", \.foldMean, .metrics, "the mean of the metrics of folds"),
                Key("fold_deviation", \.foldDeviation, .metrics, "their standard deviation, that of a sample"),
            ])
    }
}
