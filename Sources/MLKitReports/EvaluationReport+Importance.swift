public import MLKitSpec

extension EvaluationReport {
    /// By how much the selected model gets worse where the values of a column are shuffled among the rows: what it owes to the column,
    /// on the split that models are selected on.
    public struct Importance: Hashable, Sendable {
        /// What the model is measured by.
        public var metric: Metric
        /// The rows that were shuffled, drawn where the split has more.
        public var rows: Int
        /// How many times each column was shuffled.
        public var repeats: Int
        /// The metric of these rows as they are.
        public var value: Double
        /// The level of intervals.
        public var level: Double
        /// Those that the model owes most to first.
        public var columns: [ColumnImportance]

        public init(metric: Metric, rows: Int, repeats: Int, value: Double, level: Double, columns: [ColumnImportance]) {
            (self.metric, self.rows, self.repeats, self.value) = (metric, rows, repeats, value)
            (self.level, self.columns) = (level, columns)
        }

        public static let keys = KeySet<Importance>(
            "`importance`", blank: Importance(metric: .accuracy, rows: 0, repeats: 0, value: .nan, level: 0.95, columns: []),
            [
                Key("metric", \.metric, .choice, "what the model is measured by", required: true),
                Key("rows", \.rows, .integer(0...), "the rows that were shuffled, drawn where the split has more", required: true),
                Key("repeats", \.repeats, .integer(1...), "how many times each column was shuffled", required: true),
                Key("value", \.value, .measured, "the metric of these rows as they are"),
                Key("level", \.level, .number(0...1), "the level of intervals"),
                Key(
                    "columns", \.columns, .list(.object(ColumnImportance.keys)), "those that the model owes most to first",
                    required: true),
            ])
    }

    /// What a model owes to a column.
    public struct ColumnImportance: Hashable, Sendable {
        public var column: String
        /// By how much the metric gets worse on average; below 0 where it gets better.
        public var loss: Double
        /// Between shuffles.
        public var deviation: Double
        /// What the mean of all shuffles that there are is between.
        public var interval: Interval

        public init(column: String, loss: Double, deviation: Double, interval: Interval) {
            (self.column, self.loss, self.deviation, self.interval) = (column, loss, deviation, interval)
        }

        static let keys = KeySet<ColumnImportance>(
            "a column", blank: ColumnImportance(column: "", loss: .nan, deviation: .nan, interval: Interval()),
            [
                Key("column", \.column, .text, "the column", required: true),
                Key(
                    "loss", \.loss, .measured,
                    "by how much the metric gets worse on average where its values are shuffled; below 0 where it gets better",
                    required: true),
                Key("deviation", \.deviation, .measured, "the standard deviation between shuffles"),
                Key("interval", \.interval, .object(Interval.keys), "what the mean of all shuffles that there are is between"),
            ])
    }
}
