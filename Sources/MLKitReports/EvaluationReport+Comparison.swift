internal import MLKitSpec

extension EvaluationReport {
    /// How far two models are apart by a metric on the same rows, and whether that may be chance.
    public struct Comparison: Hashable, Sendable {
        public var model: String
        /// What it is compared with.
        public var other: String
        public var metric: Metric
        /// How far the metric of `model` is above that of `other`.
        public var difference: Double
        /// What that difference is between for all rows to come.
        public var interval: Interval
        public var test: PairedTest
        /// How likely a difference like this, or a larger one, is where there is none.
        public var chance: Double
        /// The same where all models that `model` is compared with by this metric are taken together (Holm).
        public var corrected: Double
        public var verdict: Verdict

        public init(
            model: String, other: String, metric: Metric, difference: Double, interval: Interval, test: PairedTest, chance: Double,
            corrected: Double, verdict: Verdict
        ) {
            (self.model, self.other, self.metric) = (model, other, metric)
            (self.difference, self.interval, self.test) = (difference, interval, test)
            (self.chance, self.corrected, self.verdict) = (chance, corrected, verdict)
        }

        static let keys = KeySet<Comparison>(
            "a comparison",
            blank: Comparison(
                model: "", other: "", metric: .accuracy, difference: .nan, interval: Interval(), test: .bootstrap, chance: 1, corrected: 1,
                verdict: .unclear),
            [
                Key("model", \.model, .text, "the model", required: true),
                Key("other", \.other, .text, "what it is compared with", required: true),
                Key("metric", \.metric, .choice, "by what", required: true),
                Key("difference", \.difference, .measured, "how far the model's metric is above that of the other", required: true),
                Key("interval", \.interval, .object(Interval.keys), "what that is between for all rows to come"),
                Key(
                    "test", \.test, .choice,
                    "`mcnemar_exact` or `mcnemar` of accuracy, `delong` of ROC AUC, `bootstrap` of all else", required: true),
                Key("chance", \.chance, .number(0...1), "how likely such a difference is where there is none", required: true),
                Key(
                    "corrected", \.corrected, .number(0...1),
                    "the same where all models that it is compared with by this metric are taken together (Holm)", required: true),
                Key(
                    "verdict", \.verdict, .choice, "whether the model is better or worse beyond chance", required: true),
            ])
    }

    /// How chance is told from a difference.
    public enum PairedTest: String, CaseIterable, Sendable {
        case exactMcNemar = "mcnemar_exact"
        case mcNemar = "mcnemar"
        case deLong = "delong"
        case bootstrap
    }

    public enum Verdict: String, CaseIterable, Sendable {
        case better
        case worse
        /// Chance explains the difference.
        case unclear
    }
}
