internal import MLKitReports
internal import MLKitTables

extension ModelMeasuring {
    /// What a model owes to each column; `nil` where nobody asks.
    ///
    /// - Parameter metric: what models are selected by.
    func importance(_ model: EvaluatedModel, _ metric: Metric) throws -> EvaluationReport.Importance? {
        guard let asked = configuration.importance else { return nil }
        let measuring = PermutationImportance(
            metric: asked.metric ?? metric, repeats: asked.repeats, mostRows: asked.rows, level: configuration.level)
        let predictor = try predictor(model)
        return try measuring.measure(table, truth, columns: predictor.columns) { try answers($0, predictor, model) }
    }

    /// What a model does on rows that are not as they were; `nil` where nobody asks.
    ///
    /// - Parameter metric: what models are selected by.
    func robustness(_ model: EvaluatedModel, _ metric: Metric) throws -> EvaluationReport.Robustness? {
        guard let asked = configuration.robustness else { return nil }
        let disturbing = RowDisturbing(
            metric: asked.metric ?? metric, mostRows: asked.rows, seed: PermutationImportance.standardSeed)
        let predictor = try predictor(model)
        return try disturbing.measure(table, truth, columns: predictor.columns) { try answers($0, predictor, model) }
    }

    /// With labels by the model's threshold, where it has one.
    func answers(_ rows: Table, _ predictor: Predictor, _ model: EvaluatedModel) throws -> Predictor.Predictions {
        let answers = try predictor.predict(rows, of: "rows that were changed")
        return model.threshold.map { answers.labelled(above: $0) } ?? answers
    }
}
