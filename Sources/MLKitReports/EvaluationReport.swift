internal import MLKitCore
public import MLKitSignature
public import MLKitSpec

/// What an evaluate stage measured: the content of `reports/evaluation.json`.
public struct EvaluationReport: Report, Hashable {
    public static let name = "evaluation"

    public var task = ModelTask.regression
    public var target = ""
    /// `nil` for regression.
    public var classes: [String]?
    /// What `rows`, `models` and `slices` are of: the test split, unless that was left alone.
    public var split = MeasuredSplit.test
    /// Of that split.
    public var rows = 0
    /// The name of the model that others are measured beside; `nil` without one.
    public var baseline: String?
    public var models: [Model] = []
    public var selection = Selection()
    /// How the selected model fares on groups of rows.
    public var slices: [Slice] = []
    /// What was asked of groups where the model was selected; `nil` if nothing was.
    public var fairness: Fairness?
    /// What all models did on the validation split, where the one that `models` shows beside the baseline was selected;
    /// `nil` where `models` are those that were selected from.
    public var validation: Measurement?

    public init() {}

    /// The model of that name.
    public func model(_ name: String?) -> Model? { models.first { $0.name == name } }

    /// The selected model, as it was measured at last.
    public var selected: Model? { model(selection.model) }

    /// What was measured on a split; `nil` if nothing was.
    public func measurement(on split: MeasuredSplit) -> Measurement? {
        split == self.split ? reported : split == .valid ? validation : nil
    }

    /// What a reader wants to know of the selected model first: what it does on the test split, or where it was
    /// selected if the test split was left alone.
    public var reported: Measurement { Measurement(split: split, rows: rows, models: models, slices: slices) }

    /// The models that one was selected from, as they were measured for that.
    public var candidates: Measurement { validation ?? reported }

    public static let keys = KeySet<EvaluationReport>(
        "the report of an evaluation", blank: EvaluationReport(),
        [
            Key("task", \.task, .choice, "what is predicted", required: true),
            Key("target", \.target, .text, "the column that is predicted", required: true),
            Key("classes", \.classes, .list(.text), "in the order of `confusion`; left out for regression"),
            Key(
                "split", \.split, .choice,
                "what `rows`, `models` and `slices` are of: the test split, unless that was left alone"),
            Key("rows", \.rows, .integer(0...), "rows of that split", required: true),
            Key(
                "baseline", \.baseline, .textOrNull, "the model that others are measured beside, or null",
                absent: .null),
            Key(
                "models", \.models, .list(.object(Model.keys)),
                "the measured models: the selected one and the baseline, or all where `validation` is left out", required: true),
            Key("selection", \.selection, .object(Selection.keys), "which model was selected, and why", required: true),
            Key("slices", \.slices, .list(.object(Slice.keys)), "how the selected model fares on groups of rows"),
            Key(
                "fairness", \.fairness, .object(Fairness.keys),
                "what was asked of groups where the model was selected; left out if nothing was"),
            Key(
                "validation", \.validation, .object(Measurement.keys),
                "all models on the validation split, where one was selected; left out where `models` are those"),
        ])

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
            ])
    }

    public struct ClassScores: Hashable, Sendable {
        public var name: String
        public var rows: Int
        public var precision: Double
        public var recall: Double
        public var f1: Double

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
            ])
    }

    public struct Selection: Hashable, Sendable {
        public var model = ""
        public var metric = Metric.accuracy
        public var maximize = true
        /// The split that models were compared on.
        public var split = MeasuredSplit.test
        public var value = Double.nan
        public var runnerUp: String?
        /// The bounds that models had to keep, as `size_mb < 5`.
        public var subjectTo: [String] = []
        public var leftOut: [LeftOut] = []
        /// In words.
        public var reason = ""

        public init() {}

        fileprivate static let keys = KeySet<Selection>(
            "`selection`", blank: Selection(),
            [
                Key("model", \.model, .text, "the selected model", required: true),
                Key("metric", \.metric, .choice, "the metric that it is best by", required: true),
                Key("maximize", \.maximize, .boolean, "whether the largest value is the best", required: true),
                Key("on", \.split, .choice, "the split that models were compared on; in reports of earlier versions the test split"),
                Key("value", \.value, .measured, "its value there"),
                Key("runner_up", \.runnerUp, .textOrNull, "the next best, or null", absent: .null),
                Key("subject_to", \.subjectTo, .list(.text), "the bounds that models had to keep"),
                Key("left_out", \.leftOut, .list(.object(LeftOut.keys)), "models that could not be selected"),
                Key("reason", \.reason, .text, "the choice in words"),
            ])
    }

    /// A model that could not be selected.
    public struct LeftOut: Hashable, Sendable {
        public var name: String
        public var reason: String

        public init(name: String, reason: String) {
            self.name = name
            self.reason = reason
        }

        fileprivate static let keys = KeySet<LeftOut>(
            "a model that was left out", blank: LeftOut(name: "", reason: ""),
            [
                Key("name", \.name, .text, "the model", required: true),
                Key("reason", \.reason, .text, "why it was left out", required: true),
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
