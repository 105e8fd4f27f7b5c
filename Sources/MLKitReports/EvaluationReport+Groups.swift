internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

// What an evaluation says of parts of the data: of a split, and of groups of its rows.

extension EvaluationReport {
    /// What some models do on one split.
    public struct Measurement: Hashable, Sendable {
        public var split: MeasuredSplit
        public var rows: Int
        public var models: [Model]
        public var slices: [Slice]
        /// The selected model beside each other one.
        public var comparisons: [Comparison]
        /// How groups are treated, where `fairness` asks for that, of two classes.
        public var parity: [Parity]

        public init(split: MeasuredSplit, rows: Int, models: [Model], slices: [Slice], comparisons: [Comparison] = [],
            parity: [Parity] = []
        ) {
            self.split = split
            self.rows = rows
            self.models = models
            self.slices = slices
            self.comparisons = comparisons
            self.parity = parity
        }

        /// The model of that name.
        public func model(_ name: String?) -> Model? { models.first { $0.name == name } }

        static let keys = KeySet<Measurement>(
            "a measurement", blank: Measurement(split: .test, rows: 0, models: [], slices: []),
            [
                Key("split", \.split, .choice, "what was measured on"),
                Key("rows", \.rows, .integer(0...), "its rows", required: true),
                Key("models", \.models, .list(.object(Model.keys)), "the measured models", required: true),
                Key("slices", \.slices, .list(.object(Slice.keys)), "how the selected model fares on groups of rows"),
                Key("comparisons", \.comparisons, .list(.object(Comparison.keys)), "the selected model beside each other one"),
                Key(
                    "parity", \.parity, .list(.object(Parity.keys)),
                    "how the selected model treats groups, where `fairness` asks for that"),
            ])
    }

    /// How a model fares on groups of rows: those with the same value in a column, or numbers in the same range.
    public struct Slice: Hashable, Sendable {
        public var column: String
        public var groups: [Group]
        /// For each metric, how far the best and the worst group are apart; NaN unless two groups have it.
        public var gaps: MetricValues

        public init(column: String, groups: [Group], gaps: MetricValues) {
            self.column = column
            self.groups = groups
            self.gaps = gaps
        }

        static let keys = KeySet<Slice>(
            "a slice", blank: Slice(column: "", groups: [], gaps: MetricValues()),
            [
                Key("column", \.column, .text, "the column that tells groups apart", required: true),
                Key("groups", \.groups, .list(.object(Group.keys)), "one for each value, or range of numbers", required: true),
                Key(
                    "gaps", \.gaps, .metrics,
                    "for each metric, how far the best and the worst group are apart; null unless two groups have it"),
            ])
    }

    /// Rows with the same value.
    public struct Group: Hashable, Sendable {
        /// The value, or the range as `18 to 30`; `nil` for rows in which it is missing.
        public var value: String?
        public var rows: Int
        public var metrics: MetricValues
        /// Of the metrics, with all rows to come that have the value; `nil` if nothing is known.
        public var intervals: MetricIntervals?

        public init(value: String?, rows: Int, metrics: MetricValues) {
            self.value = value
            self.rows = rows
            self.metrics = metrics
        }

        fileprivate static let keys = KeySet<Group>(
            "a group", blank: Group(value: nil, rows: 0, metrics: MetricValues()),
            [
                Key(
                    "value", \.value, .textOrNull, "the value, or a range of numbers as `18 to 30`; null where it is missing",
                    absent: .null),
                Key("rows", \.rows, .integer(0...), "rows that have it", required: true),
                Key("metrics", \.metrics, .metrics, "of the selected model; null where one is undefined", required: true),
                Key("intervals", \.intervals, .intervals, "what they are between for all such rows to come, as far as that can be said"),
            ])
    }

    /// What was asked of the groups that `slices` names, and how the selected model keeps it.
    public struct Fairness: Hashable, Sendable {
        public var metric = Metric.accuracy
        /// What groups are compared by in place of the metric.
        public var criterion: FairnessCriterion?
        public var maxGap = 0.0
        /// The largest gap of the selected model, over all slices, and the column that it is in.
        public var gap = Double.nan
        public var column: String?
        /// The gap in each column of `slices`.
        public var gaps: [ColumnGap] = []

        public init() {}

        /// What groups are compared by, as messages name it.
        public var measure: String { criterion?.rawValue ?? metric.rawValue }
        /// Whether that lies between 0 and 1.
        public var isOfShares: Bool { criterion != nil || metric.isShare }

        static let keys = KeySet<Fairness>(
            "`fairness`", blank: Fairness(),
            [
                Key("metric", \.metric, .choice, "the metric that groups are compared by", required: true),
                Key("criterion", \.criterion, .choice, "what groups are compared by in place of the metric; left out where it is that"),
                Key("max_gap", \.maxGap, .number, "how far groups may be apart", required: true),
                Key("gap", \.gap, .measured, "the largest gap of the selected model", required: true),
                Key("column", \.column, .textOrNull, "the column that it is in, or null", absent: .null),
                Key("gaps", \.gaps, .list(.object(ColumnGap.keys)), "the gap in each column of `slices`"),
            ])
    }

    /// How far the groups of a column are apart.
    public struct ColumnGap: Hashable, Sendable {
        public var column: String
        /// NaN unless two groups can be compared.
        public var gap: Double

        public init(column: String, gap: Double) {
            self.column = column
            self.gap = gap
        }

        fileprivate static let keys = KeySet<ColumnGap>(
            "a gap", blank: ColumnGap(column: "", gap: .nan),
            [
                Key("column", \.column, .text, "the column", required: true),
                Key("gap", \.gap, .measured, "how far its groups are apart; null unless two can be compared", required: true),
            ])
    }
}
