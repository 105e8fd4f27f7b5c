public import MLKitReports
internal import MLKitSpec

extension EvaluateConfiguration {
    /// How it is measured what the selected model owes to each column.
    public struct Importance: Hashable, Sendable {
        /// `nil` for the metric that models are selected by.
        public var metric: Metric?
        /// How many times each column is shuffled.
        public var repeats = 5
        /// Of more rows so many are drawn.
        public var rows = 2000

        public init(metric: Metric? = nil, repeats: Int = 5, rows: Int = 2000) {
            (self.metric, self.repeats, self.rows) = (metric, repeats, rows)
        }

        fileprivate static let keys = KeySet<Importance>(
            "`importance`", blank: Importance(),
            [
                Key("metric", \.metric, .choice, "what the model is measured by; what models are selected by if left out"),
                Key("repeats", \.repeats, .integer(2...1000), "how many times each column is shuffled"),
                Key("rows", \.rows, .integer(10...), "of more rows so many are drawn"),
            ])
    }

    /// How the selected model is tried on rows that are not as they were.
    public struct Robustness: Hashable, Sendable {
        /// `nil` for the metric that models are selected by.
        public var metric: Metric?
        /// Of more rows so many are drawn.
        public var rows = 2000

        public init(metric: Metric? = nil, rows: Int = 2000) { (self.metric, self.rows) = (metric, rows) }

        fileprivate static let keys = KeySet<Robustness>(
            "`robustness`", blank: Robustness(),
            [
                Key("metric", \.metric, .choice, "what the model is measured by; what models are selected by if left out"),
                Key("rows", \.rows, .integer(10...), "of more rows so many are drawn"),
            ])
    }

    var writtenImportance: Switched<Importance>? {
        get { Switched(importance) }
        set { if let newValue { importance = newValue.settings } }
    }

    var writtenRobustness: Switched<Robustness>? {
        get { Switched(robustness) }
        set { if let newValue { robustness = newValue.settings } }
    }
}

extension KeyType<Switched<EvaluateConfiguration.Importance>> {
    static var importance: Self { .switched(EvaluateConfiguration.Importance.keys, on: EvaluateConfiguration.Importance()) }
}

extension KeyType<Switched<EvaluateConfiguration.Robustness>> {
    static var robustness: Self { .switched(EvaluateConfiguration.Robustness.keys, on: EvaluateConfiguration.Robustness()) }
}
