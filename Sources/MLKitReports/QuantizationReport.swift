internal import MLKitCore
public import MLKitSpec
internal import MLKitYAML

/// What quantizing a model changed: the content of `reports/quantization.json`.
public struct QuantizationReport: Report, Hashable {
    public static let name = "quantization"

    public var size = Size()
    /// As `method` names it; `nil` in reports of earlier versions.
    public var method: QuantizationMethod?
    public var perChannel = true
    /// Rows that were run to find the ranges of activations.
    public var calibrationRows = 0
    /// What `rows`, `metrics`, the differences and `allowed` are of. Earlier versions measured on the test split, and did
    /// not say so.
    public var split = MeasuredSplit.test
    /// Rows of that split.
    public var rows = 0
    /// What earlier versions called `rows`.
    private var testRows: Int? { didSet { if let testRows { rows = testRows } } }
    public var metrics: [Change] = []
    /// How far apart the probabilities of both models are; `nil` for regression.
    public var probabilityDifference: Difference?
    /// The same of predicted numbers, in the target's unit; `nil` for classification.
    public var predictionDifference: Difference?
    /// Of all answers, in dB; NaN where there is no noise.
    public var signalToNoise = Double.nan
    /// Rows that are predicted as another class; `nil` for regression.
    public var flippedRows: Int?
    public var allowed = Allowed()
    /// What is asked besides, and groups of rows that are held to the same drop.
    public var bounds: [JudgedBound] = []
    public var groups: [Group] = []
    /// The products that were quantized, by name.
    public var quantized: [String] = []
    public var leftInFloat: [LeftInFloat] = []
    /// What has weights of 8 bits where 4 were asked for.
    public var inBytes: [LeftInFloat] = []
    /// What has weights that were not zero and are now, and how many: too small for halves.
    public var zeroed: [LeftInFloat] = []
    /// `nil` in reports of earlier versions.
    public var operators: Operators?
    /// What each node that can be quantized does to the answers.
    public var layers: [Layer] = []
    /// What was tried, where `method: auto` or `search: true` had a choice.
    public var attempts: [Attempt] = []
    /// What of `method: auto` did not work.
    public var failed: [FailedMethod] = []
    /// Each metric on the test split, which nothing was decided on; `nil` where it was left alone.
    public var test: Test?

    public init() {}

    /// Whether the model keeps all that was asked of it.
    public var isKept: Bool { allowed.kept && bounds.allSatisfy(\.isKept) && groups.allSatisfy(\.isKept) }

    /// How far apart the answers of both models are.
    public var difference: Difference { probabilityDifference ?? predictionDifference ?? Difference() }

    public static let keys = KeySet<QuantizationReport>(
        "the report of a quantization", blank: QuantizationReport(),
        [
            Key("size", \.size, .object(Size.keys), "of the files", required: true),
            Key("method", \.method, .choice, "as the stage's `method` names it"),
            Key("per_channel", \.perChannel, .boolean, "whether each output channel has a scale of its own"),
            Key("calibration_rows", \.calibrationRows, .integer(0...), "rows that were run for the ranges"),
            Key(
                "split", \.split, .choice,
                "what `rows`, `metrics`, the differences and `allowed` are of; reports of earlier versions are of the test split"),
            Key("rows", \.rows, .integer(0...), "rows of that split, that both models were measured on"),
            Key("test_rows", \.testRows, .integer(0...), "what earlier versions called `rows`"),
            Key("metrics", \.metrics, .changes, "each metric before and after; null where one is undefined", required: true),
            Key(
                "probability_difference", \.probabilityDifference, .object(Difference.keys),
                "how far apart the probabilities are; left out for regression"),
            Key(
                "prediction_difference", \.predictionDifference, .object(Difference.keys),
                "how far apart the predicted numbers are, in the target's unit; for regression"),
            Key("signal_to_noise", \.signalToNoise, .measured, "of all answers, in dB; null where there is no noise"),
            Key("flipped_rows", \.flippedRows, .integer(0...), "rows that are predicted as another class; left out for regression"),
            Key("allowed", \.allowed, .object(Allowed.keys), "what may be lost, and what was", required: true),
            Key("bounds", \.bounds, .list(.object(JudgedBound.keys)), "what the stage's `bounds` ask, and whether it is kept"),
            Key("groups", \.groups, .list(.object(Group.keys)), "how far the metric fell on each group of the stage's `slices`"),
            Key("quantized", \.quantized, .list(.text), "the products that were quantized"),
            Key("left_in_float", \.leftInFloat, .list(.object(LeftInFloat.keys)), "what was not, and why"),
            Key(
                "eight_bits", \.inBytes, .list(.object(LeftInFloat.keys)),
                "what has weights of 8 bits though 4 were asked for, and why"),
            Key(
                "zeroed", \.zeroed, .list(.object(LeftInFloat.keys)),
                "what has weights that were too small for halves and became 0, and how many; beside its others they are nothing"),
            Key("operators", \.operators, .object(Operators.keys), "how many nodes there are of each operator"),
            Key("layers", \.layers, .list(.object(Layer.keys)), "what each node does to the answers, with it alone quantized"),
            Key("attempts", \.attempts, .list(.object(Attempt.keys)), "what was tried, where there was a choice"),
            Key(
                "failed", \.failed, .list(.object(FailedMethod.keys)),
                "of `method: auto` what did not work, and why"),
            Key("test", \.test, .object(Test.keys), "the same on the test split; left out where it was left alone"),
        ])

    /// Both models on the test split.
    public struct Test: Hashable, Sendable {
        public var rows: Int
        public var metrics: [Change]

        public init(rows: Int, metrics: [Change]) {
            self.rows = rows
            self.metrics = metrics
        }

        fileprivate static let keys = KeySet<Test>(
            "`test`", blank: Test(rows: 0, metrics: []),
            [
                Key("rows", \.rows, .integer(0...), "rows that both models were measured on", required: true),
                Key("metrics", \.metrics, .changes, "each metric before and after; null where one is undefined", required: true),
            ])
    }

    public struct Size: Hashable, Sendable {
        public var beforeBytes = 0
        public var afterBytes = 0
        /// After, as a share of before.
        public var ratio = Double.nan

        public init() {}

        public init(before: Int, after: Int) {
            beforeBytes = before
            afterBytes = after
            ratio = Double(after) / Double(before)
        }

        fileprivate static let keys = KeySet<Size>(
            "`size`", blank: Size(),
            [
                Key("before_bytes", \.beforeBytes, .integer(0...), "of the model that was quantized"),
                Key("after_bytes", \.afterBytes, .integer(0...), "of the quantized model"),
                Key("ratio", \.ratio, .measured, "after, as a share of before", required: true),
            ])
    }

    /// A metric of both models.
    public struct Change: Hashable, Sendable {
        public var metric: Metric
        public var before: Double
        public var after: Double
        public var difference: Double

        public init(_ metric: Metric, before: Double, after: Double) {
            self.metric = metric
            self.before = before
            self.after = after
            difference = after - before
        }

        fileprivate static let keys = KeySet<Change>(
            "a metric", blank: Change(.accuracy, before: .nan, after: .nan),
            [
                Key("before", \.before, .measured, "of the model that was quantized", required: true),
                Key("after", \.after, .measured, "of the quantized model", required: true),
                Key("difference", \.difference, .measured, "after less before"),
            ])
    }

    public struct Difference: Hashable, Sendable {
        public var largest: Double
        public var mean: Double

        public init(largest: Double = .nan, mean: Double = .nan) {
            self.largest = largest
            self.mean = mean
        }

        fileprivate static let keys = KeySet<Difference>(
            "a difference", blank: Difference(),
            [
                Key("largest", \.largest, .measured, "over all rows", required: true),
                Key("mean", \.mean, .measured, "over all rows", required: true),
            ])
    }

    public struct Allowed: Hashable, Sendable {
        public var metric = Metric.accuracy
        /// How far the metric fell; negative where it rose.
        public var drop = Double.nan
        public var maxDrop = 0.0
        /// What the drop of all rows is between; NaN in reports of earlier versions.
        public var interval = Interval()
        /// Whether it fell no further than it may, or no further than by chance.
        public var kept = false

        public init() {}

        public init(metric: Metric, drop: Double, maxDrop: Double, interval: Interval = Interval()) {
            self.metric = metric
            self.drop = drop
            self.maxDrop = maxDrop
            self.interval = interval
            // Where a drop of nothing is within the interval, the rows are too few to tell.
            kept = drop <= maxDrop || drop.isFinite && interval.lower <= 0
        }

        /// Whether it fell further than it may on rows that are too few to say that this is no chance.
        public var isUnclear: Bool { kept && !(drop <= maxDrop) }

        fileprivate static let keys = KeySet<Allowed>(
            "`allowed`", blank: Allowed(),
            [
                Key("metric", \.metric, .choice, "the metric that may fall", required: true),
                Key("drop", \.drop, .measured, "how far it fell; negative where it rose", required: true),
                Key("max_drop", \.maxDrop, .number, "how far it may fall"),
                Key("interval", \.interval, .object(Interval.keys), "what the drop of all rows is between"),
                Key("kept", \.kept, .boolean, "whether it fell no further, or no further than by chance", required: true),
            ])
    }

    public struct LeftInFloat: Hashable, Sendable {
        public var name: String
        public var reason: String

        public init(name: String, reason: String) {
            self.name = name
            self.reason = reason
        }

        fileprivate static let keys = KeySet<LeftInFloat>(
            "what was left in float", blank: LeftInFloat(name: "", reason: ""),
            [
                Key("name", \.name, .text, "the product", required: true),
                Key("reason", \.reason, .text, "why it was left", required: true),
            ])
    }
}

extension KeyType<[QuantizationReport.Change]> {
    /// By the names of metrics. Those that this version of mlkit does not know are passed over.
    fileprivate static var changes: Self {
        let change = KeyType<QuantizationReport.Change>.object(QuantizationReport.Change.keys)
        return KeyType(
            .mapping(change.schema),
            read: { node in
                node.mapping?.compactMap { entry in
                    guard let metric = Metric(rawValue: entry.name), var value = change.value(entry.value) else { return nil }
                    value.metric = metric
                    return value
                }
            },
            write: { changes in
                .object(changes.map { JSON.Member($0.metric.rawValue, change.json($0)) })
            })
    }
}
