internal import MLKitCore
internal import MLKitSpec

extension EvaluationReport {
    /// Where the selected model is wrong, and what there is to win: on the split that models are selected on, since who looks at rows of
    /// the test split fits to them.
    public struct ErrorAnalysis: Hashable, Sendable {
        public var rows = 0
        /// Rows with another class than was answered; `nil` for regression.
        public var errors: Int?
        /// The share of these; for regression the root of the mean squared error, in the target's unit.
        public var rate = Double.nan
        /// How many groups were looked at for those that fare worse.
        public var searched = 0
        /// Groups that were asked for, and those that were found to fare worse, what there is most to win from first.
        public var groups: [ErrorGroup] = []
        /// The rows that are wrong by most, the worst first.
        public var worst: [WorstRow] = []

        public init() {}

        static let keys = KeySet<ErrorAnalysis>(
            "`errors`", blank: ErrorAnalysis(),
            [
                Key("rows", \.rows, .integer(0...), "rows of the split", required: true),
                Key("errors", \.errors, .integer(0...), "rows with another class than was answered; left out for regression"),
                Key("rate", \.rate, .measured, "the share of these; for regression the root of the mean squared error"),
                Key("searched", \.searched, .integer(0...), "how many groups were looked at for those that fare worse"),
                Key(
                    "groups", \.groups, .list(.object(ErrorGroup.keys)),
                    "groups that were asked for, and those that were found to fare worse, what there is most to win from first",
                    required: true),
                Key("worst", \.worst, .list(.object(WorstRow.keys)), "the rows that are wrong by most, the worst first", required: true),
            ])
    }

    /// Errors among rows with the same value in a column, or the same values in two.
    public struct ErrorGroup: Hashable, Sendable {
        public var columns: [String]
        public var values: [String]
        public var rows: Int
        /// Of all rows, those of the group.
        public var share = Double.nan
        /// Of all errors, those of the group; for regression of the sum of squared errors.
        public var shareOfErrors = Double.nan
        /// In the group, and in all other rows.
        public var rate = Double.nan
        public var rateElsewhere = Double.nan
        /// What the share of errors is between for all such rows to come; not known for regression.
        public var interval = Interval()
        /// By how much the rate of all rows would fall if the group had no errors.
        public var ceiling = Double.nan
        /// By how much it would fall if the group were as good as all other rows; negative where it is better.
        public var room = Double.nan
        /// How likely a rate that much higher is where groups do not differ.
        public var chance = 1.0
        /// The same where all groups that were looked at are taken together (Holm).
        public var corrected = 1.0
        /// Whether it fares worse beyond chance.
        public var isWeak = false

        public init(columns: [String], values: [String], rows: Int) { (self.columns, self.values, self.rows) = (columns, values, rows) }

        /// "sex is f, age is 18 to 30".
        public var words: String { zip(columns, values).map { "\($0) is \($1)" }.joined(separator: ", ") }

        static let keys = KeySet<ErrorGroup>(
            "a group", blank: ErrorGroup(columns: [], values: [], rows: 0),
            [
                Key("columns", \.columns, .list(.text), "the column that tells it, or two", required: true),
                Key("values", \.values, .list(.text), "what stands there; `missing` for nothing", required: true),
                Key("rows", \.rows, .integer(0...), "rows that have it", required: true),
                Key("share", \.share, .measured, "of all rows, those of the group"),
                Key(
                    "share_of_errors", \.shareOfErrors, .measured,
                    "of all errors, those of the group; for regression of the squared errors"),
                Key("rate", \.rate, .measured, "the share of errors in the group; for regression the root of the mean squared error"),
                Key("rate_elsewhere", \.rateElsewhere, .measured, "the same in all other rows"),
                Key("interval", \.interval, .object(Interval.keys), "what the share is between for all such rows to come"),
                Key("ceiling", \.ceiling, .measured, "by how much the rate of all rows would fall if the group had no errors"),
                Key("room", \.room, .measured, "by how much it would fall if the group were as good as all other rows"),
                Key("chance", \.chance, .number(0...1), "how likely a rate that much higher is where groups do not differ"),
                Key("corrected", \.corrected, .number(0...1), "the same where all groups that were looked at are taken together (Holm)"),
                Key("weak", \.isWeak, .boolean, "whether it fares worse beyond chance", required: true),
            ])
    }

    /// A row that is wrong by much.
    public struct WorstRow: Hashable, Sendable {
        /// Its place in the split, from 1.
        public var row: Int
        public var truth: String
        public var answer: String
        /// The probability that was given to the true class; for regression how far the answer is above the truth.
        public var off: Double
        /// What stands in the row, by columns.
        public var values: [String: String]

        public init(row: Int, truth: String, answer: String, off: Double, values: [String: String]) {
            (self.row, self.truth, self.answer, self.off, self.values) = (row, truth, answer, off, values)
        }

        static let keys = KeySet<WorstRow>(
            "a row", blank: WorstRow(row: 0, truth: "", answer: "", off: .nan, values: [:]),
            [
                Key("row", \.row, .integer(1...), "its place in the split", required: true),
                Key("truth", \.truth, .text, "what is true", required: true),
                Key("answer", \.answer, .text, "what was answered", required: true),
                Key(
                    "off", \.off, .measured,
                    "the probability that was given to the true class; for regression how far the answer is above the truth",
                    required: true),
                Key("values", \.values, .mapping(.text), "what stands in the row, by columns"),
            ])
    }
}
