internal import MLKitCore
package import MLKitReports
package import MLKitTables

/// What a model owes to each column: by how much it gets worse where the values of the column are shuffled among the rows (Breiman,
/// "Random forests", 2001; Fisher, Rudin and Dominici, "All models are wrong, but many are useful", 2019).
package struct PermutationImportance {
    package var metric: Metric
    package var repeats: Int
    /// Of more rows so many are drawn.
    package var mostRows: Int
    package var level: Double
    package var seed: Int

    /// What shuffles are drawn by in a run.
    package static let standardSeed = 20_190_101

    package init(metric: Metric, repeats: Int, mostRows: Int, level: Double = 0.95, seed: Int = Self.standardSeed) {
        (self.metric, self.repeats, self.mostRows, self.level, self.seed) = (metric, repeats, mostRows, level, seed)
    }

    /// - Parameters:
    ///   - columns: those that are shuffled, one after the other.
    ///   - predict: what the model answers for rows.
    /// - Throws: `Failure` if the model cannot answer, or the metric is undefined for the rows.
    package func measure(
        _ table: Table, _ truth: TargetValues, columns: [String], predict: (Table) throws -> Predictor.Predictions
    ) throws -> EvaluationReport.Importance {
        let places = table.drawn(mostRows, seed: seed)
        let (rows, truth) = (table.rows(places).columns(columns), truth.rows(places))
        let value = try Scores(truth, try predict(rows))[metric] ?? .nan
        guard value.isFinite else {
            throw Failure(
                "\(metric.rawValue) is undefined for \(plural(rows.rowCount, "row")), so importance cannot be measured by it",
                hint: "name another metric, or give more rows")
        }
        var random = RandomSource(seed: seed)
        let found = try columns.map { column in
            guard let values = rows[column] else { throw Failure("the table has no column `\(column)`") }
            let losses = try (0..<repeats).map { _ in
                var order = Array(0..<rows.rowCount)
                random.shuffle(&order)
                let shuffled = rows.setting(column, to: values.rows(order))
                let other = try Scores(truth, try predict(shuffled))[metric] ?? .nan
                return metric.higherIsBetter ? value - other : other - value
            }
            return importance(of: column, losses)
        }
        return EvaluationReport.Importance(
            metric: metric, rows: rows.rowCount, repeats: repeats, value: value, level: level,
            columns: found.enumerated().sorted { ($1.element.loss, $0.offset) < ($0.element.loss, $1.offset) }.map(\.element))
    }

    private func importance(of column: String, _ losses: [Double]) -> EvaluationReport.ColumnImportance {
        let count = Double(losses.count)
        let mean = losses.reduce(0, +) / count
        guard losses.count > 1 else {
            return EvaluationReport.ColumnImportance(column: column, loss: mean, deviation: .nan, interval: Interval())
        }
        let deviation = (losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
        let reach = StudentDistribution.deviations(holding: level, freedom: losses.count - 1) * deviation / count.squareRoot()
        return EvaluationReport.ColumnImportance(
            column: column, loss: mean, deviation: deviation, interval: Interval(lower: mean - reach, upper: mean + reach))
    }
}
