internal import MLKitCore
internal import MLKitSpec

extension EvaluationReport {
    /// That the selected model is right in all rows or nearly: more often than by a good model that comes about by a column that is known
    /// only after the target, or by copies of rows.
    public struct Suspicion: Hashable, Sendable {
        /// The rows that it is right on.
        public var split: MeasuredSplit
        public var metric: Metric
        public var value: Double
        /// Columns that the figure is owed to, each alone, those that it is owed to most first.
        public var columns: [TellingColumn]
        /// Whether the stage says that such a figure is known to be right.
        public var isExpected: Bool

        public init(split: MeasuredSplit, metric: Metric, value: Double, columns: [TellingColumn] = [], isExpected: Bool = false) {
            (self.split, self.metric, self.value) = (split, metric, value)
            (self.columns, self.isExpected) = (columns, isExpected)
        }

        /// What is said of it, with its remedy.
        public func words(model: String) -> String {
            let figure = "`\(model)` is right nearly always on \(split.words): \(metric.rawValue) is \(value.briefFigure())"
            if isExpected { return "\(figure), which `\(Self.keyName): true` says is known to be right" }
            let known = "if the task is as easy as that, `\(Self.keyName): true` in the stage says so"
            guard let first = columns.first else {
                return "\(figure), and no column alone accounts for it: look for copies of rows and for columns that were made from the target; \(known)"
            }
            let others = columns.count > 1 ? "; also " + columns.dropFirst().prefix(4).map { "`\($0.column)`" }.joined(separator: ", ") : ""
            return "\(figure), and \(first.value.briefFigure()) where the values of `\(first.column)` are shuffled\(others): if that is known only "
                + "after the target, add it to `clean.drop`; \(known)"
        }

        /// The key of the stage.
        public static let keyName = "perfect"

        static let keys = KeySet<Suspicion>(
            "`suspicion`", blank: Suspicion(split: .test, metric: .accuracy, value: .nan),
            [
                Key("split", \.split, .choice, "the rows that it is right on", required: true),
                Key("metric", \.metric, .choice, "the figure that says so", required: true),
                Key("value", \.value, .measured, "its value", required: true),
                Key(
                    "columns", \.columns, .list(.object(TellingColumn.keys)),
                    "columns that the figure is owed to, each alone, those that it is owed to most first"),
                Key("expected", \.isExpected, .boolean, "whether the stage says that such a figure is known to be right"),
            ])
    }

    /// A column without whose values a figure is lost.
    public struct TellingColumn: Hashable, Sendable {
        public var column: String
        /// The figure where the values of the column are shuffled among the rows.
        public var value: Double

        public init(column: String, value: Double) { (self.column, self.value) = (column, value) }

        static let keys = KeySet<TellingColumn>(
            "a column", blank: TellingColumn(column: "", value: .nan),
            [
                Key("column", \.column, .text, "the column", required: true),
                Key("value", \.value, .measured, "the figure where its values are shuffled among the rows", required: true),
            ])
    }
}

/// Which figures of a model are perfect, or nearly.
public enum NearPerfection {
    /// Of fewer rows all are right by chance.
    public static let fewestRows = 50
    /// From what value on a figure is nearly perfect.
    private static let bound = 0.999

    /// The first of the figures that is; `nil` for none.
    ///
    /// - Parameters:
    ///   - confusion: `confusion[truth][predicted]`; `nil` for other tasks than classes.
    public static func metric(of values: MetricValues, rows: Int, confusion: [[Int]]?) -> Metric? {
        guard rows >= fewestRows else { return nil }
        return [Metric.accuracy, .subsetAccuracy, .rocAUC, .r2].first { metric in
            guard let value = values[metric], value >= bound else { return false }
            return metric != .accuracy || tells(value, confusion)
        }
    }

    /// Whether an accuracy says anything: of one class in a thousand who always says the other is right as often.
    private static func tells(_ accuracy: Double, _ confusion: [[Int]]?) -> Bool {
        guard let counts = confusion?.map({ $0.reduce(0, +) }), let most = counts.max() else { return true }
        let rows = counts.reduce(0, +)
        return 1 - accuracy <= 0.01 * Double(rows - most) / Double(max(rows, 1)) && rows > most
    }
}
