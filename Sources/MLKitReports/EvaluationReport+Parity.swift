internal import MLKitSpec

extension EvaluationReport {
    /// How groups of rows are treated, by the values of a column or of several together.
    public struct Parity: Hashable, Sendable {
        /// The column, or several.
        public var columns: [String]
        public var groups: [ParityGroup]
        /// How far groups are apart, by each criterion.
        public var gaps: [ParityGap]

        public init(columns: [String], groups: [ParityGroup], gaps: [ParityGap]) {
            (self.columns, self.groups, self.gaps) = (columns, groups, gaps)
        }

        /// As messages name it.
        public var name: String { columns.joined(separator: ", ") }

        static let keys = KeySet<Parity>(
            "how groups are treated", blank: Parity(columns: [], groups: [], gaps: []),
            [
                Key("columns", \.columns, .list(.text), "the column that tells groups apart, or several", required: true),
                Key("groups", \.groups, .list(.object(ParityGroup.keys)), "one for each value, or values together", required: true),
                Key("gaps", \.gaps, .list(.object(ParityGap.keys)), "how far groups are apart, by each criterion", required: true),
            ])
    }

    /// Rows with the same values.
    public struct ParityGroup: Hashable, Sendable {
        /// Of each column; "missing" where a row has none.
        public var values: [String]
        public var rows: Int
        /// Of its rows, the share that is taken for the second class.
        public var selectionRate = Rate()
        /// Of its rows of the second class, the share that is taken for it.
        public var truePositiveRate = Rate()
        /// Of its rows of the first class, the share that is taken for the second.
        public var falsePositiveRate = Rate()
        /// Of its rows that are taken for the second class, the share that is of it.
        public var precision = Rate()
        /// Whether it has too few rows to be compared.
        public var isSmall = false

        public init(values: [String], rows: Int) { (self.values, self.rows) = (values, rows) }

        /// As messages name it.
        public var name: String { values.joined(separator: ", ") }

        static let keys = KeySet<ParityGroup>(
            "a group", blank: ParityGroup(values: [], rows: 0),
            [
                Key("values", \.values, .list(.text), "of each column; `missing` where a row has none", required: true),
                Key("rows", \.rows, .integer(0...), "rows that have them", required: true),
                Key("selection_rate", \.selectionRate, .object(Rate.keys), "of its rows, the share that is taken for the second class"),
                Key(
                    "true_positive_rate", \.truePositiveRate, .object(Rate.keys),
                    "of its rows of the second class, the share that is found"),
                Key(
                    "false_positive_rate", \.falsePositiveRate, .object(Rate.keys),
                    "of its rows of the first class, the share that is taken for the second"),
                Key(
                    "precision", \.precision, .object(Rate.keys),
                    "of its rows that are taken for the second class, the share that is of it"),
                Key("small", \.isSmall, .boolean, "whether it has too few rows to be compared"),
            ])
    }

    /// A share of rows.
    public struct Rate: Hashable, Sendable {
        /// NaN where there are no rows that it could be a share of.
        public var value: Double
        public var interval: Interval

        public init(value: Double = .nan, interval: Interval = Interval()) { (self.value, self.interval) = (value, interval) }

        static let keys = KeySet<Rate>(
            "a share", blank: Rate(),
            [
                Key("value", \.value, .measured, "null where there are no rows that it could be a share of", required: true),
                Key("interval", \.interval, .object(Interval.keys), "what it is between for all such rows to come"),
            ])
    }

    /// How far groups are apart by a criterion.
    public struct ParityGap: Hashable, Sendable {
        public var criterion: FairnessCriterion
        /// Of the highest and the lowest share; NaN unless two groups can be compared.
        public var difference: Double
        /// The lowest share as a share of the highest.
        public var ratio: Double
        /// What the difference of these two groups is between for all rows to come.
        public var interval: Interval
        /// The groups with the highest and the lowest share.
        public var highest: String?
        public var lowest: String?

        public init(
            criterion: FairnessCriterion, difference: Double = .nan, ratio: Double = .nan, interval: Interval = Interval(),
            highest: String? = nil, lowest: String? = nil
        ) {
            (self.criterion, self.difference, self.ratio, self.interval) = (criterion, difference, ratio, interval)
            (self.highest, self.lowest) = (highest, lowest)
        }

        static let keys = KeySet<ParityGap>(
            "a gap", blank: ParityGap(criterion: .demographicParity),
            [
                Key("criterion", \.criterion, .choice, "what groups are compared by", required: true),
                Key(
                    "difference", \.difference, .measured,
                    "of the highest and the lowest share; null unless two can be compared", required: true),
                Key("ratio", \.ratio, .measured, "the lowest share as a share of the highest"),
                Key(
                    "interval", \.interval, .object(Interval.keys),
                    "what the difference of these two groups is between for all rows to come"),
                Key("highest", \.highest, .textOrNull, "the group with the highest share, or null", absent: .null),
                Key("lowest", \.lowest, .textOrNull, "the group with the lowest, or null", absent: .null),
            ])
    }
}
