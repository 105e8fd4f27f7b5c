public import MLKitSignature
public import MLKitSpec

/// What is known of a trained model: the content of its `metrics.json`. The same for the same rows, settings and seed.
public struct TrainingReport: Report, Hashable {
    public static let name = "training"

    public var model = ""
    /// The family in the spec.
    public var kind = ""
    /// What people call it: "logistic regression".
    public var algorithm = ""
    public var task = ModelTask.regression
    public var target = ""
    /// Columns of the table that it learns from, and inputs behind the preprocessing.
    public var columns = 0
    public var features = 0
    /// What became of each column; empty in reports of earlier versions.
    public var preparation: [Preparation] = []
    /// Columns that `features.select` left out; `nil` if nobody asked.
    public var leftOut: [LeftOut]?
    /// The column that says what rows count for, and what they count for by their class; `nil` where all count alike.
    public var weight: String?
    public var classWeight: [ClassWeight]?
    /// How probabilities were brought in line with how often they come true; `nil` if nobody asked.
    public var calibration: Calibration?
    public var course = Course()
    /// Metrics that are defined for the split's rows.
    public var train = MetricValues()
    /// Where the model was fitted on validation rows too, of what was answered for them by models that were not.
    public var valid = MetricValues()
    /// What the model was fitted on at last; `nil` where that is the training rows.
    public var refit: Refit?
    /// The model fitted on all but one part of the rows and measured on that, for each part; `nil` unless `cross_validation`
    /// asks for it.
    public var folds: [Fold]?
    /// The column whose rows of one value are in one fold, or by which each fold is later than what was fitted on; `nil` where rows were
    /// dealt at random.
    public var foldGroup: String?
    public var foldTime: String?
    /// The mean of the folds' metrics, and their standard deviation.
    public var foldMean: MetricValues?
    public var foldDeviation: MetricValues?
    /// The model of each label, where there are several; `nil` for one target.
    public var labels: [Label]?
    /// The largest difference between what the trainer and the exported model answer; `nil` if it was not tried.
    public var exportDifference: Double?

    public init() {}

    public static let keys = KeySet<TrainingReport>(
        "the report of a training", blank: TrainingReport(),
        [
            Key("model", \.model, .text, "its name", required: true),
            Key("kind", \.kind, .text, "its family", required: true),
            Key("algorithm", \.algorithm, .text, "what people call it", required: true),
            Key("task", \.task, .choice, "what is predicted", required: true),
            Key("target", \.target, .text, "the column that is predicted", required: true),
            Key("columns", \.columns, .integer(0...), "columns that it learns from"),
            Key("features", \.features, .integer(0...), "its inputs behind the preprocessing"),
            Key("preparation", \.preparation, .list(.object(Preparation.keys)), "what became of each column"),
            Key("left_out", \.leftOut, .list(.object(LeftOut.keys)), "columns that `features.select` left out, and why"),
            Key("weight", \.weight, .text, "the column that says what each row counts for in training"),
            Key(
                "class_weight", \.classWeight, .list(.object(ClassWeight.keys)),
                "what a row counts for in training by its class"),
            Key(
                "calibration", \.calibration, .object(Calibration.keys),
                "how probabilities were brought in line with how often they come true; left out if nobody asked"),
            Key("rounds", \.course.rounds, .integer(0...), "boosting rounds that were made"),
            Key("best_round", \.course.bestRound, .integer(0...), "the one with the lowest validation loss"),
            Key("epochs", \.course.epochs, .integer(0...), "passes over the rows that were made"),
            Key("best_epoch", \.course.bestEpoch, .integer(0...), "the one with the lowest validation loss"),
            Key("iterations", \.course.iterations, .integer(0...), "steps of the solver"),
            Key("converged", \.course.converged, .boolean, "whether the solver came to its end by itself"),
            Key("l2", \.course.l2, .number(0...), "the strength of the penalty on weights that was chosen"),
            Key("pruning", \.course.pruning, .object(Pruning.keys), "what was taken out of a network"),
            Key("train", \.train, .metrics, "metrics on the training split", required: true),
            Key(
                "valid", \.valid, .metrics,
                "metrics on the validation split; with `refit` of what models answered that were not fitted on the row", required: true),
            Key("refit", \.refit, .object(Refit.keys), "what the model was fitted on at last; left out where that is the training rows"),
            Key(
                "folds", \.folds, .list(.object(Fold.keys)),
                "fitted on all but one part of the rows that it learns from and measured on that, for each part"),
            Key("fold_group", \.foldGroup, .text, "the column whose rows of one value are in one fold"),
            Key("fold_time", \.foldTime, .text, "the column by which each fold is later than the rows that were fitted on"),
            Key("fold_mean", \.foldMean, .metrics, "the mean of the folds' metrics"),
            Key("fold_deviation", \.foldDeviation, .metrics, "the standard deviation of the folds' metrics, that of a sample"),
            Key("labels", \.labels, .list(.object(Label.keys)), "the model of each label, where there are several"),
            Key(
                "export_difference", \.exportDifference, .measured,
                "the largest difference of what the trainer and the exported model answer; null if it was not tried",
                absent: .null),
        ])

    /// What became of a column before the model.
    public struct Preparation: Hashable, Sendable {
        /// How a model takes a column.
        public enum Form: String, CaseIterable, Sendable {
            case number
            /// Year, month and so on beside the number.
            case dateParts = "date_parts"
            case oneHot = "onehot"
            /// As categories without an order.
            case native
            /// One input for each range of numbers.
            case bins
            /// Shared out to inputs by their hashes.
            case hash
            /// What the target is like in the rows of a category, how many rows have it, its place in their order.
            case target
            case frequency
            case ordinal
            /// One input for each term of a vocabulary: of words, or of characters.
            case words
            case characters
            /// Words shared out to inputs by their hashes.
            case hashedWords = "hashed_words"
        }

        public var column: String
        public var form: Form
        public var inputs: Int
        /// Training rows without a value.
        public var missing: Int
        /// Categories that are told apart, and those that are too rare and share one input.
        public var categories: Int?
        public var rare: Int?
        /// Different terms in the training rows, from which those that are inputs were chosen, and what an input holds.
        public var terms: Int?
        public var weights: String?
        /// What is done to its numbers before they are scaled.
        public var transform: String?
        /// Columns that it acts together with.
        public var crossed: [String]?

        public init(
            column: String, form: Form, inputs: Int, missing: Int, categories: Int? = nil, rare: Int? = nil, terms: Int? = nil,
            weights: String? = nil, transform: String? = nil
        ) {
            self.transform = transform
            self.terms = terms
            self.weights = weights
            self.column = column
            self.form = form
            self.inputs = inputs
            self.missing = missing
            self.categories = categories
            self.rare = rare
        }

        fileprivate static let keys = KeySet<Preparation>(
            "a column", blank: Preparation(column: "", form: .number, inputs: 0, missing: 0),
            [
                Key("column", \.column, .text, "its name", required: true),
                Key("form", \.form, .choice, "how the model takes it", required: true),
                Key("inputs", \.inputs, .integer(0...), "how many inputs it becomes", required: true),
                Key("missing", \.missing, .integer(0...), "training rows without a value", required: true),
                Key("categories", \.categories, .integer(0...), "categories that are told apart"),
                Key("rare", \.rare, .integer(0...), "categories that are too rare to be told apart"),
                Key("terms", \.terms, .integer(0...), "different terms of its texts, from which those that are inputs were chosen"),
                Key("transform", \.transform, .text, "what is done to its numbers before: `log`, or `power` and an exponent"),
                Key("crossed", \.crossed, .list(.text), "columns that it acts together with, by products or pairs"),
                Key("weights", \.weights, .text, "what the input of a term holds: `tfidf`, `count` or `presence`"),
            ])
    }

    /// A column that models do not see.
    public struct LeftOut: Hashable, Sendable {
        public var column: String
        public var reason: String

        public init(column: String, reason: String) { (self.column, self.reason) = (column, reason) }

        static let keys = KeySet<LeftOut>(
            "a column that was left out", blank: LeftOut(column: "", reason: ""),
            [
                Key("column", \.column, .text, "its name", required: true),
                Key("reason", \.reason, .text, "why", required: true),
            ])
    }

    /// What a row of a class counts for.
    public struct ClassWeight: Hashable, Sendable {
        public var name: String
        public var weight: Double

        public init(name: String, weight: Double) {
            self.name = name
            self.weight = weight
        }

        fileprivate static let keys = KeySet<ClassWeight>(
            "a class", blank: ClassWeight(name: "", weight: 1),
            [
                Key("class", \.name, .text, "its name", required: true),
                Key("weight", \.weight, .number(0...), "what a row of it counts for", required: true),
            ])
    }

    /// What a model was fitted on, once folds had said how far training goes.
    public struct Refit: Hashable, Sendable {
        /// Training and validation rows.
        public var rows: Int
        /// After so many rounds or epochs, or for the penalty in that place, the mean loss of the folds was lowest; `nil` for a model
        /// that does not go by that.
        public var steps: Int?

        public init(rows: Int, steps: Int?) { (self.rows, self.steps) = (rows, steps) }

        fileprivate static let keys = KeySet<Refit>(
            "`refit`", blank: Refit(rows: 0, steps: nil),
            [
                Key("rows", \.rows, .integer(1...), "training and validation rows", required: true),
                Key(
                    "steps", \.steps, .integer(1...),
                    "rounds or epochs, or the place of the penalty among those that were tried, with the lowest mean loss over the folds"),
            ])
    }

    /// The rows of one part, and what a model does on them that was fitted on the others.
    public struct Fold: Hashable, Sendable {
        public var rows: Int
        public var metrics: MetricValues

        public init(rows: Int, metrics: MetricValues) {
            self.rows = rows
            self.metrics = metrics
        }

        fileprivate static let keys = KeySet<Fold>(
            "a fold", blank: Fold(rows: 0, metrics: MetricValues()),
            [
                Key("rows", \.rows, .integer(0...), "rows that were left out and measured on", required: true),
                Key("metrics", \.metrics, .metrics, "on these rows", required: true),
            ])
    }

    /// How training went on; what an algorithm does not have is `nil`.
    public struct Course: Hashable, Sendable {
        public var rounds: Int?
        public var bestRound: Int?
        public var epochs: Int?
        public var bestEpoch: Int?
        public var iterations: Int?
        public var converged: Bool?
        public var l2: Double?
        public var pruning: Pruning?

        public init(
            rounds: Int? = nil, bestRound: Int? = nil, epochs: Int? = nil, bestEpoch: Int? = nil,
            iterations: Int? = nil, converged: Bool? = nil, l2: Double? = nil
        ) {
            self.l2 = l2
            self.rounds = rounds
            self.bestRound = bestRound
            self.epochs = epochs
            self.bestEpoch = bestEpoch
            self.iterations = iterations
            self.converged = converged
        }
    }

    /// A network before and after it was pruned.
    public struct Pruning: Hashable, Sendable {
        /// Of each hidden layer.
        public var unitsBefore: [Int]
        public var units: [Int]
        /// Those that are not 0.
        public var weightsBefore: Int
        public var weights: Int

        public init(unitsBefore: [Int] = [], units: [Int] = [], weightsBefore: Int = 0, weights: Int = 0) {
            self.unitsBefore = unitsBefore
            self.units = units
            self.weightsBefore = weightsBefore
            self.weights = weights
        }

        fileprivate static let keys = KeySet<Pruning>(
            "what was pruned", blank: Pruning(),
            [
                Key("units_before", \.unitsBefore, .list(.integer(0...)), "units of each hidden layer before", required: true),
                Key("units", \.units, .list(.integer(0...)), "units that are left of each", required: true),
                Key("weights_before", \.weightsBefore, .integer(0...), "weights before", required: true),
                Key("weights", \.weights, .integer(0...), "weights that are left and not 0", required: true),
            ])
    }
}
