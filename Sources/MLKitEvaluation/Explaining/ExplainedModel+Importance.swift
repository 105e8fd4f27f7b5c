internal import MLKitCore
public import MLKitReports
internal import MLKitTables

extension ExplainedModel {
    /// What the model owes to each column, by the rows whose target is known.
    ///
    /// - Parameters:
    ///   - metric: log-loss, or the root of the mean squared error, if `nil`.
    ///   - repeats: how many times each column is shuffled.
    ///   - most: of more rows so many are drawn.
    /// - Throws: `Failure` if the target is not there, or the metric does not fit it.
    public func importance(by metric: Metric?, repeats: Int, rows most: Int) throws -> EvaluationReport.Importance {
        let metric = metric ?? (isClassifier ? .logLoss : .rmse)
        _ = try Metric.fitting([metric], schema)
        guard table[schema.target] != nil else {
            throw Failure(
                "the rows have no column `\(schema.target)`, the target, so nobody can say how good the model is on them",
                hint: "name `--row N` or `--column NAME` to see what the model answers")
        }
        return try PermutationImportance(metric: metric, repeats: repeats, mostRows: most, seed: seed)
            .measure(table, try table.target(schema), columns: columns) { try predict($0) }
    }
}
