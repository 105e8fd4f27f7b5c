public import MLKitSignature
public import MLKitSpec

/// What an evaluate stage measured: the content of `reports/evaluation.json`.
public struct EvaluationReport: Report, Hashable {
    public static let name = "evaluation"
    /// The family of models that others are measured beside.
    public static let baselineKind = "baseline"

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
    /// The name of the model that was named to be compared with, such as the one that is served; `nil` without one.
    public var served: String?
    public var models: [Model] = []
    public var selection = Selection()
    /// How the selected model fares on groups of rows.
    public var slices: [Slice] = []
    /// The selected model beside each other one.
    public var comparisons: [Comparison] = []
    /// How groups are treated, where `fairness` asks for that, of two classes.
    public var parity: [Parity] = []
    /// What was asked of groups where the model was selected; `nil` if nothing was.
    public var fairness: Fairness?
    /// What models did on the validation split: all of them where one was selected there, else the selected one and the baseline;
    /// `nil` where `models` are those that were selected from there.
    public var validation: Measurement?
    /// What all models did on the rows of folds, where one was selected on these; `nil` where `models` are those, or there are none.
    public var folds: Measurement?

    /// Where the selected model is wrong on the split that it was selected on; `nil` if nobody asked.
    public var errors: ErrorAnalysis?
    /// What the selected model owes to each column; `nil` if nobody asked.
    public var importance: Importance?
    /// What the selected model does on rows that are not as they were; `nil` if nobody asked.
    public var robustness: Robustness?
    /// That the selected model is right nearly always; `nil` where it is not.
    public var suspicion: Suspicion?
    /// How the intervals of metrics were found; `nil` if there are none.
    public var intervals: IntervalMethod?

    public init() {}

    /// The model of that name.
    public func model(_ name: String?) -> Model? { models.first { $0.name == name } }

    /// The selected model, as it was measured at last.
    public var selected: Model? { model(selection.model) }

    /// What was measured on a split; `nil` if nothing was.
    public func measurement(on split: MeasuredSplit) -> Measurement? {
        guard split != self.split else { return reported }
        return switch split {
        case .folds: folds
        case .valid: validation
        case .test: nil
        }
    }

    /// What a reader wants to know of the selected model first: what it does on the test split, or where it was
    /// selected if the test split was left alone.
    public var reported: Measurement {
        Measurement(split: split, rows: rows, models: models, slices: slices, comparisons: comparisons, parity: parity)
    }

    /// The models that one was selected from, as they were measured for that.
    public var candidates: Measurement { folds ?? (split == .folds ? reported : validation ?? reported) }

    /// The rows that the selected model was asked about with changed values: where it was selected, and of folds, for whose rows there
    /// are answers of others, the validation split.
    public var lookedAt: MeasuredSplit { selection.split == .folds ? .valid : selection.split }

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
            Key("served", \.served, .text, "the model that was named to be compared with, as the one that is served; left out without one"),
            Key(
                "models", \.models, .list(.object(Model.keys)),
                "the measured models: the selected one and the baseline, or all where `validation` is left out", required: true),
            Key("selection", \.selection, .object(Selection.keys), "which model was selected, and why", required: true),
            Key("slices", \.slices, .list(.object(Slice.keys)), "how the selected model fares on groups of rows"),
            Key("comparisons", \.comparisons, .list(.object(Comparison.keys)), "the selected model beside each other one"),
            Key("parity", \.parity, .list(.object(Parity.keys)), "how the selected model treats groups, where `fairness` asks for that"),
            Key(
                "fairness", \.fairness, .object(Fairness.keys),
                "what was asked of groups where the model was selected; left out if nothing was"),
            Key(
                "validation", \.validation, .object(Measurement.keys),
                "all models on the validation split, where one was selected, and else the selected one and the baseline; left out where "
                    + "`models` are those"),
            Key(
                "folds", \.folds, .object(Measurement.keys),
                "all models on the rows of folds, each answered by a model that was not fitted on it, where one was selected on these; "
                    + "left out where `models` are those, or models have no folds"),
            Key(
                "errors", \.errors, .object(ErrorAnalysis.keys),
                "where the selected model is wrong on the split that it was selected on; left out if nobody asked"),
            Key(
                "importance", \.importance, .object(Importance.keys),
                "what the selected model owes to each column, on the split that it was selected on, or of folds on the validation split; "
                    + "left out if nobody asked"),
            Key(
                "robustness", \.robustness, .object(Robustness.keys),
                "what the selected model does on rows that are not as they were, on the same split; left out if nobody asked"),
            Key(
                "suspicion", \.suspicion, .object(Suspicion.keys),
                "that the selected model is right in all rows or nearly, which is more often a leak than not; left out where it is not"),
            Key("intervals", \.intervals, .object(IntervalMethod.keys), "how intervals were found; left out if there are none"),
        ])

    public struct Selection: Hashable, Sendable {
        public var model = ""
        public var metric = Metric.accuracy
        public var maximize = true
        /// The split that models were compared on.
        public var split = MeasuredSplit.test
        public var value = Double.nan
        public var runnerUp: String?
        /// Which of those was taken that cannot be told from the best beyond chance.
        public var prefer = Preference.best
        /// The best by the metric, where another one was selected for being simpler.
        public var best: String?
        /// Those that may have been selected and that cannot be told from the best beyond chance.
        public var equals: [String] = []
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
                Key("prefer", \.prefer, .choice, "which of those is taken that cannot be told from the best beyond chance"),
                Key("best", \.best, .text, "the best by the metric, where another one was selected for being simpler"),
                Key(
                    "equals", \.equals, .list(.text),
                    "the models that keep all bounds and that cannot be told from the best beyond chance by the metric"),
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

    /// Which model is taken where several cannot be told from the best beyond chance.
    public enum Preference: String, CaseIterable, Sendable {
        case best
        /// The one of the smallest file, which has the fewest parameters.
        case simplest
    }
}
