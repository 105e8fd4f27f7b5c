internal import MLKitCore
public import MLKitReports
public import MLKitSpec
internal import MLKitYAML

/// The settings of `kind: evaluate`: measure models beside the baseline, select one on the validation split, and say what
/// it does on the test split.
public struct EvaluateConfiguration: Hashable, Sendable {
    public var models: [StageReference] = []
    public var data = StageReference("")
    /// `nil` for all that fit the target.
    public var metrics: [Metric]?
    public var select: Selection?
    /// The columns whose groups of rows are measured one by one.
    public var slices: [String] = []
    public var fairness: Fairness?
    /// What metrics of all rows to come are between; `nil` leaves that out.
    public var intervals: Intervals? = Intervals()
    /// From what probability of the second of two classes on rows are given it; `nil` for the label that models answer.
    public var threshold: ThresholdRule?
    /// How the selected model's errors are looked into; `nil` for not at all.
    public var errors: Errors?
    /// How it is measured what the selected model owes to each column; `nil` for not at all.
    public var importance: Importance?
    /// How the selected model is tried on rows that are not as they were; `nil` for not at all.
    public var robustness: Robustness?
    /// The file of a model that stands beside the others and is not selected, such as the one that is served; `nil` for none.
    public var served: String?
    /// Whether the selected model is measured on the test split.
    public var test = true
    /// Whether a figure that is perfect, or nearly, is known to be right.
    public var perfect = false
    /// Where the metrics go; in the folder of reports if `nil`.
    public var report: String?
    /// Where the page goes; none is written if `nil`.
    public var page: String?
    /// Where the selected model goes; in the folder of models if `nil`.
    public var selected: String?

    public init(
        metrics: [Metric]? = nil, select: Selection? = nil, slices: [String] = [], fairness: Fairness? = nil,
        intervals: Intervals? = Intervals(), threshold: ThresholdRule? = nil, errors: Errors? = nil, test: Bool = true
    ) {
        self.metrics = metrics
        self.select = select
        self.slices = slices
        self.fairness = fairness
        self.intervals = intervals
        self.threshold = threshold
        self.errors = errors
        self.test = test
    }

    /// Of intervals, also of those that are shown where none of metrics are asked for.
    var level: Double { (intervals ?? Intervals()).level }

    /// The split that models are selected on; where nothing is said, that is the folds where all models have them.
    var split: MeasuredSplit { select?.split ?? .valid }

    /// Whether anything is measured on the test split.
    var looksAtTest: Bool { test || split == .test }

    static let keys = KeySet<EvaluateConfiguration>(
        "a stage of kind `evaluate`", name: "evaluate", blank: EvaluateConfiguration(),
        [
            Key(
                "models", \.models, .references,
                "the models to measure: a train stage with all its candidates, or a list", required: true),
            Key(
                "data", \.data, .reference,
                "the data stage whose validation split models are selected on, and on whose test split the selected one "
                    + "is measured", required: true),
            Key("metrics", \.metrics, .list(.choice), "what to measure; all that fit the target if left out"),
            Key(selectName, \.select, .object(Selection.keys), "which model to keep; the best by ROC AUC or RMSE if left out"),
            Key(
                slicesName, \.slices, .list(.text),
                "columns: the selected model is also measured on the rows of each value, or range of numbers"),
            Key(
                fairnessName, \.fairness, .object(Fairness.keys),
                "how far groups of rows may be apart for a model to be selected"),
            Key(
                "intervals", \.written, .intervals,
                "how sure it is that metrics are within their intervals, or `false` for no intervals", default: .double(Intervals().level)),
            Key(
                thresholdName, \.threshold, ThresholdRule.keyType,
                "from what probability of the second of two classes on rows are given it: a number, or what is asked of it; "
                    + "it is chosen for each model where one is selected, and travels with the selected one"),
            Key(
                testName, \.test, .boolean,
                "whether the selected model, and the baseline, are measured on the test split; false while much is still tried"),
            Key(
                EvaluationReport.Suspicion.keyName, \.perfect, .boolean,
                "whether it is known to be right that the selected model is right in all rows or nearly, which is warned of otherwise: more "
                    + "often than not a column gives the target away"),
            Key(
                "errors", \.writtenErrors, .errors,
                "whether the selected model's errors are looked into, on the split that it is selected on: groups, weak ones found by "
                    + "search, the worst rows with what stands in them", default: .bool(false)),
            Key(
                "importance", \.writtenImportance, .importance,
                "whether it is measured what the selected model owes to each column: by how much it gets worse, on the split that it is "
                    + "selected on, where the values of the column are shuffled", default: .bool(false)),
            Key(
                "robustness", \.writtenRobustness, .robustness,
                "whether the selected model is tried on rows of that split that are not as they were: numbers off or out of range, values "
                    + "missing, texts that nobody has seen, columns with each other's values", default: .bool(false)),
            Key(
                servedName, \.served, .path,
                "the file of a model that is compared with the selected one, and is not selected itself, such as the one that is served "
                    + "now"),
            Key(
                EvaluateKind.Role.page, \.page, .path,
                "a page of HTML with all of it, such as `reports/evaluation.html`; none if left out"),
            Key(EvaluateKind.Role.report, \.report, .path, "where the metrics go", default: "reports/evaluation.json"),
            Key(EvaluateKind.Role.selected, \.selected, .path, "where the selected model goes", default: "models/selected.onnx"),
        ])

    static let selectName = "select"
    static let slicesName = "slices"
    static let fairnessName = "fairness"
    static let testName = "test"
    static let thresholdName = "threshold"
    static let servedName = "served"
}

extension EvaluateConfiguration {
    /// One optimizing metric under satisficing bounds.
    public struct Selection: Hashable, Sendable {
        public var metric: Metric
        public var maximize: Bool
        public var subjectTo: [Bound]
        /// `nil` where it is not said: the folds where all models have them, else the validation split.
        public var split: MeasuredSplit?
        /// Which of those is taken that cannot be told from the best beyond chance.
        public var prefer = EvaluationReport.Preference.best

        public init(
            metric: Metric, maximize: Bool, subjectTo: [Bound] = [], split: MeasuredSplit? = nil,
            prefer: EvaluationReport.Preference = .best
        ) {
            self.metric = metric
            self.maximize = maximize
            self.subjectTo = subjectTo
            self.split = split
            self.prefer = prefer
        }

        /// Where the spec does not say what a good model is: ROC AUC, or for regression RMSE.
        static func standard(isRegression: Bool) -> Selection {
            isRegression ? Selection(metric: .rmse, maximize: false) : Selection(metric: .rocAUC, maximize: true)
        }

        /// As it is written, with the split that is chosen on.
        func text(on split: MeasuredSplit) -> String {
            "\(EvaluateConfiguration.selectName): {\(Self.directions[maximize ? 0 : 1]): \(metric.rawValue), "
                + "\(Self.splitName): \(split.rawValue)}"
        }

        fileprivate static let keys = KeySet<Selection>(
            "`select`", blank: Selection(metric: .accuracy, maximize: true), oneOf: directions,
            [
                Key(directions[0], \.maximized, .choice, "the metric that should be largest"),
                Key(directions[1], \.minimized, .choice, "the metric that should be smallest"),
                Key(
                    "subject_to", \.subjectTo, .list(.bound), "bounds that the model must keep, as `size_mb < 5`"),
                Key(
                    splitName, \.split, .choice,
                    "the split that metric and bounds are of: `folds`, each row of which was answered by a model that was not fitted on "
                        + "it, `valid`, or `test`, on which what is selected looks better than it is; if left out the folds where all "
                        + "models have some, by `cross_validation`, and else the validation split"),
                Key(
                    preferName, \.prefer, .choice,
                    "of the models that cannot be told from the best beyond chance: `best` takes the best, `simplest` the one of "
                        + "the smallest file, which has the fewest parameters"),
            ])

        static let preferName = "prefer"

        static let directions = ["maximize", "minimize"]
        static let splitName = "on"

        private var maximized: Metric? {
            get { maximize ? metric : nil }
            set { if let newValue { (metric, maximize) = (newValue, true) } }
        }

        private var minimized: Metric? {
            get { maximize ? nil : metric }
            set { if let newValue { (metric, maximize) = (newValue, false) } }
        }
    }

    /// How far groups of rows may be apart.
    public struct Fairness: Hashable, Sendable {
        public var maxGap: Double
        /// `nil` for the metric that models are selected by.
        public var metric: Metric?
        /// What groups are compared by in place of a metric, of two classes.
        public var criterion: FairnessCriterion?
        /// The columns that tell groups apart; those of `slices` if `nil`.
        public var protected: [String]?
        /// Whether the values of these columns together tell groups apart too.
        public var intersections = false
        /// Groups of fewer rows are not compared.
        public var minRows: Int

        public init(
            maxGap: Double, metric: Metric? = nil, criterion: FairnessCriterion? = nil, protected: [String]? = nil,
            intersections: Bool = false, minRows: Int = 1
        ) {
            self.maxGap = maxGap
            self.metric = metric
            self.criterion = criterion
            self.protected = protected
            self.intersections = intersections
            self.minRows = minRows
        }

        fileprivate static let keys = KeySet<Fairness>(
            "`fairness`", blank: Fairness(maxGap: 0),
            [
                Key(
                    "max_gap", \.maxGap, .number(0...),
                    "how far the groups of a column may be apart", required: true),
                Key("metric", \.metric, .choice, "what groups are compared by; what models are selected by if left out"),
                Key(
                    criterionName, \.criterion, .choice,
                    "what groups are compared by in place of a metric, of two classes; all four are reported in any case"),
                Key(
                    protectedName, \.protected, .list(.text), "the columns that tell groups apart; those of `slices` if left out"),
                Key(
                    "intersections", \.intersections, .boolean,
                    "whether the values of these columns together tell groups apart too, as women of over 60"),
                Key("min_rows", \.minRows, .integer(1...), "groups of fewer rows are not compared"),
            ])

        static let criterionName = "criterion"
        static let protectedName = "protected"
    }
}
