public import MLKitCore
public import MLKitSignature
public import MLKitSpec

/// What a search over families of models tried: the content of `trials.json`. All but the seconds is the same for the same rows,
/// settings and seed, unless time ended it.
public struct TrialsReport: Report, Hashable {
    public static let name = "trials"

    public var model = ""
    public var task = ModelTask.regression
    /// What trials are compared by, on training rows that they were not fitted on; the lower the better.
    public var metric = Metric.rmse
    public var seed = 0
    public var rungs: [Rung] = []
    /// In the order in which they began.
    public var trials: [Trial] = []
    /// Of the weighted mean of trials that makes the model, on the same rows.
    public var value = Double.nan
    public var ended = End.trials
    /// Seconds that all took, and that were to be had; `nil` for no bound.
    public var seconds = 0.0
    public var budget: Double?
    /// Bytes that the inputs of a trial were allowed; `nil` for no bound of its own.
    public var memory: Int?

    public init() {}

    public static let keys = KeySet<TrialsReport>(
        "the report of a search over families of models", blank: TrialsReport(),
        [
            Key("model", \.model, .text, "the name of the model that came of it", required: true),
            Key("task", \.task, .choice, "what is predicted", required: true),
            Key(
                "metric", \.metric, .choice,
                "what trials are compared by, on training rows that they were not fitted on; the lower the better", required: true),
            Key("seed", \.seed, .integer(0...), "the number that decided what was left to chance"),
            Key("rungs", \.rungs, .list(.object(Rung.keys)), "what trials are measured on, one after the other", required: true),
            Key("trials", \.trials, .list(.object(Trial.keys)), "in the order in which they began", required: true),
            Key("value", \.value, .measured, "of the weighted mean that makes the model, on the same rows", required: true),
            Key("ended", \.ended, .choice, "what ended it", required: true),
            Key("seconds", \.seconds, .number(0...), "that it took"),
            Key("budget", \.budget, .number(0...), "seconds that it was allowed; no bound if left out"),
            Key("memory", \.memory, .integer(0...), "bytes that the inputs of a trial were allowed"),
        ])

    /// What ended a search.
    public enum End: String, CaseIterable, Sendable {
        /// As many as were asked for, or as there are.
        case trials
        case time
    }

    /// What trials are measured on before the best of them go on.
    public struct Rung: Hashable, Sendable {
        /// Training rows that a trial is fitted on, about.
        public var rows: Int
        /// Parts of the training rows that it is measured on, each by a fit on others.
        public var folds: Int

        public init(rows: Int, folds: Int) {
            (self.rows, self.folds) = (rows, folds)
        }

        fileprivate static let keys = KeySet<Rung>(
            "a rung", blank: Rung(rows: 0, folds: 0),
            [
                Key("rows", \.rows, .integer(0...), "training rows that a trial is fitted on", required: true),
                Key("folds", \.folds, .integer(0...), "parts of the training rows that it is measured on", required: true),
            ])
    }

    /// A family with settings.
    public struct Trial: Hashable, Sendable {
        /// From 1.
        public var number = 0
        public var kind = ""
        public var settings = JSON.object([])
        /// How many rungs it was measured on.
        public var rung = 0
        /// The metric on the last of them; NaN if it failed.
        public var value = Double.nan
        /// The metric on each fold of that rung.
        public var folds: [Double] = []
        /// That fitting and measuring took, the last fit on all rows included.
        public var seconds = 0.0
        /// Its share in the model; 0 for one that is not part of it.
        public var weight = 0.0
        /// Why it failed, or is no part of the model though it was chosen.
        public var problem: String?

        public init() {}

        fileprivate static let keys = KeySet<Trial>(
            "a trial", blank: Trial(),
            [
                Key("number", \.number, .integer(1...), "its place among them", required: true),
                Key("kind", \.kind, .text, "its family", required: true),
                Key("settings", \.settings, .mapping, "its settings", required: true),
                Key("rung", \.rung, .integer(0...), "how many rungs it was measured on", required: true),
                Key("value", \.value, .measured, "the metric on the last of them; null if it failed", required: true),
                Key("folds", \.folds, .list(.measured), "the metric on each fold of that rung"),
                Key("seconds", \.seconds, .number(0...), "that it took"),
                Key("weight", \.weight, .number(0...1), "its share in the model", required: true),
                Key("problem", \.problem, .text, "why it failed, or was left out"),
            ])
    }
}
