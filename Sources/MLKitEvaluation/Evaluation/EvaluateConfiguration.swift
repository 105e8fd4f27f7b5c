internal import MLKitCore
public import MLKitReports
public import MLKitSpec
internal import MLKitYAML

/// The settings of `kind: evaluate`: measure models on the test split, beside the baseline, and select one.
public struct EvaluateConfiguration: Hashable, Sendable {
    public var models: [StageReference] = []
    public var data = StageReference("")
    /// `nil` for all that fit the target.
    public var metrics: [Metric]?
    public var select: Selection?
    /// Where the metrics go; in the folder of reports if `nil`.
    public var report: String?
    /// Where the selected model goes; in the folder of models if `nil`.
    public var selected: String?

    public init(metrics: [Metric]? = nil, select: Selection? = nil) {
        self.metrics = metrics
        self.select = select
    }

    static let keys = KeySet<EvaluateConfiguration>(
        "a stage of kind `evaluate`", name: "evaluate", blank: EvaluateConfiguration(),
        [
            Key(
                "models", \.models, .references,
                "the models to measure: a train stage with all its candidates, or a list", required: true),
            Key(
                "data", \.data, .reference, "the data stage whose test split they are measured on", required: true),
            Key("metrics", \.metrics, .list(.choice), "what to measure; all that fit the target if left out"),
            Key(selectName, \.select, .object(Selection.keys), "which model to keep; none if left out"),
            Key("report", \.report, .path, "where the metrics go", default: "reports/evaluation.json"),
            Key("selected", \.selected, .path, "where the selected model goes", default: "models/selected.onnx"),
        ])

    static let selectName = "select"
}

extension EvaluateConfiguration {
    /// One optimizing metric under satisficing bounds.
    public struct Selection: Hashable, Sendable {
        public var metric: Metric
        public var maximize: Bool
        public var subjectTo: [Bound]

        public init(metric: Metric, maximize: Bool, subjectTo: [Bound] = []) {
            self.metric = metric
            self.maximize = maximize
            self.subjectTo = subjectTo
        }

        fileprivate static let keys = KeySet<Selection>(
            "`select`", blank: Selection(metric: .accuracy, maximize: true), oneOf: directions,
            [
                Key(directions[0], \.maximized, .choice, "the metric that should be largest"),
                Key(directions[1], \.minimized, .choice, "the metric that should be smallest"),
                Key(
                    "subject_to", \.subjectTo, .list(.bound), "bounds that the model must keep, as `size_mb < 5`"),
            ])

        static let directions = ["maximize", "minimize"]

        private var maximized: Metric? {
            get { maximize ? metric : nil }
            set { if let newValue { (metric, maximize) = (newValue, true) } }
        }

        private var minimized: Metric? {
            get { maximize ? nil : metric }
            set { if let newValue { (metric, maximize) = (newValue, false) } }
        }
    }
}
