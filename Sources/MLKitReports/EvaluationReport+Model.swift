internal import MLKitCore
internal import MLKitSpec

// What an evaluation says of one model.

extension EvaluationReport {
    public struct Model: Hashable, Sendable {
        public var name: String
        /// The family in the spec, or `onnx` for a model made elsewhere.
        public var kind: String
        /// Of the ONNX file.
        public var sizeBytes: Int
        /// The same in units of 1,000,000 bytes.
        public var sizeMB: Double
        public var metrics: MetricValues
        /// Rows for which the label that it answers is not the class that it says is most probable; `nil` for none.
        public var relabelledRows: Int?
        /// How far each metric is above the baseline's; `nil` without a baseline.
        public var differenceToBaseline: MetricValues?
        /// `confusion[truth][predicted]`: rows, in the order of the classes; `nil` for regression.
        public var confusion: [[Int]]?
        /// In the order of the classes; `nil` for regression.
        public var perClass: [ClassScores]?
        /// What metrics of all rows to come are between; `nil` if nothing is known.
        public var intervals: MetricIntervals?
        /// From what probability of the second class on rows are given it; `nil` where the model's own label counts.
        public var threshold: Double?
        /// How long the answer for one row takes on the machine that evaluated, in milliseconds; `nil` where nothing was bounded by it.
        public var latency: Double?
        /// How probabilities come true, over ranges of them, the lowest first; `nil` for regression.
        public var reliability: [Reliability]?
        /// What the highest scores find, of two classes; `nil` for others.
        public var gains: [Gain]?
        /// Quantiles of residuals, the lowest first; `nil` for classes.
        public var residuals: [Residual]?

        public init(
            name: String, kind: String, sizeBytes: Int, metrics: MetricValues, relabelledRows: Int? = nil,
            differenceToBaseline: MetricValues?,
            confusion: [[Int]]? = nil, perClass: [ClassScores]? = nil
        ) {
            self.name = name
            self.kind = kind
            self.sizeBytes = sizeBytes
            sizeMB = Double(sizeBytes) / 1e6
            self.metrics = metrics
            self.relabelledRows = relabelledRows
            self.differenceToBaseline = differenceToBaseline
            self.confusion = confusion
            self.perClass = perClass
        }

        static let keys = KeySet<Model>(
            "a model", blank: Model(name: "", kind: "", sizeBytes: 0, metrics: MetricValues(), differenceToBaseline: nil),
            [
                Key("name", \.name, .text, "its name", required: true),
                Key("kind", \.kind, .text, "its family, or `onnx` for one made elsewhere", required: true),
                Key("size_bytes", \.sizeBytes, .integer(0...), "of its file"),
                Key("size_mb", \.sizeMB, .number, "of its file, in units of 1,000,000 bytes"),
                Key("metrics", \.metrics, .metrics, "by name; null where one is undefined", required: true),
                Key("intervals", \.intervals, .intervals, "what the metrics of all rows to come are between, as far as that can be said"),
                Key(
                    "relabelled_rows", \.relabelledRows, .integer(0...),
                    "rows for which the label that it answers is not the class that it says is most probable; left out if none"),
                Key(
                    "difference_to_baseline", \.differenceToBaseline, .metricsOrNull,
                    "how far each metric is above the baseline's, or null", absent: .null),
                Key(
                    "confusion", \.confusion, .list(.list(.integer(0...))),
                    "rows by true and by predicted class; left out for regression"),
                Key(
                    "per_class", \.perClass, .list(.object(ClassScores.keys)),
                    "the scores of each class; left out for regression"),
                Key(
                    "threshold", \.threshold, .number,
                    "above what probability of the second class rows are given it; left out where the model's own label counts"),
                Key(
                    "latency_ms", \.latency, .number(0...),
                    "how long the answer for one row takes on the machine that evaluated, the median in milliseconds; left out where "
                        + "nothing was bounded by it"),
                Key("reliability", \.reliability, .list(.object(Reliability.keys)), "how probabilities come true; left out for regression"),
                Key("gains", \.gains, .list(.object(Gain.keys)), "what the highest scores find, of two classes; left out for others"),
                Key("residuals", \.residuals, .list(.object(Residual.keys)), "quantiles of residuals; left out for classes"),
            ])
    }

    public struct ClassScores: Hashable, Sendable {
        public var name: String
        public var rows: Int
        public var precision: Double
        public var recall: Double
        public var f1: Double
        /// Of precision, recall and F1; `nil` if nothing is known.
        public var intervals: MetricIntervals?

        public init(name: String, rows: Int, precision: Double, recall: Double, f1: Double) {
            self.name = name
            self.rows = rows
            self.precision = precision
            self.recall = recall
            self.f1 = f1
        }

        fileprivate static let keys = KeySet<ClassScores>(
            "a class", blank: ClassScores(name: "", rows: 0, precision: .nan, recall: .nan, f1: .nan),
            [
                Key("name", \.name, .text, "the class", required: true),
                Key("rows", \.rows, .integer(0...), "rows of it", required: true),
                Key("precision", \.precision, .measured, "of the rows taken for it, the share that are of it"),
                Key("recall", \.recall, .measured, "of its rows, the share that was found"),
                Key("f1", \.f1, .measured, "the harmonic mean of the two"),
                Key("intervals", \.intervals, .intervals, "what the three are between for all rows to come, as far as that can be said"),
            ])
    }
}

extension KeyType<MetricValues> {
    /// Values by the names of metrics, or null for none.
    fileprivate static var metricsOrNull: Self {
        let metrics = KeyType<MetricValues>.metrics
        return KeyType(.either([metrics.schema, .null]), read: metrics.value, write: metrics.json)
    }
}
