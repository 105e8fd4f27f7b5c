internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

extension ModelMeasuring {
    /// That a model is right nearly always here, with the columns that this is owed to; `nil` where it is not.
    ///
    /// - Parameter looking: what asks it about rows that were changed.
    func suspicion(of model: EvaluatedModel, looking: ModelMeasuring) throws -> EvaluationReport.Suspicion? {
        guard model.kind != EvaluationReport.baselineKind,
            let metric = NearPerfection.metric(of: model.scores.values, rows: rows, confusion: model.scores.confusion?.counts)
        else { return nil }
        return EvaluationReport.Suspicion(
            split: split, metric: metric, value: model.scores[metric] ?? .nan,
            columns: configuration.perfect ? [] : try looking.columns(tellingBy: metric, model), isExpected: configuration.perfect)
    }

    /// Columns without whose values a figure loses at least half of what it has above one of a model that knows nothing.
    private func columns(tellingBy metric: Metric, _ model: EvaluatedModel) throws -> [EvaluationReport.TellingColumn] {
        let predictor = try predictor(model)
        let measuring = PermutationImportance(
            metric: metric, repeats: 1, mostRows: min(2000, max(200, 200_000 / max(predictor.columns.count, 1))))
        guard canMeasure(metric) else { return [] }
        let found = try measuring.measure(table, truth, columns: predictor.columns) { try answers($0, predictor, model) }
        let middle = (found.value + floor(of: metric)) / 2
        return found.columns.map { EvaluationReport.TellingColumn(column: $0.column, value: found.value - $0.loss) }.filter { $0.value <= middle }
    }

    /// Whether the rows have what a figure needs: several classes, several numbers.
    private func canMeasure(_ metric: Metric) -> Bool {
        guard rows >= NearPerfection.fewestRows else { return false }
        return switch truth {
        case .classes(let indices, _): Set(indices).count > 1
        case .numbers(let numbers): Set(numbers).count > 1
        case .labels: metric == .subsetAccuracy
        }
    }

    /// The figure of a model that knows nothing of a row.
    private func floor(of metric: Metric) -> Double {
        switch (metric, truth) {
        case (.rocAUC, _): 0.5
        case (.accuracy, .classes(let indices, let classes)):
            Double(classes.indices.map { place in indices.count { $0 == place } }.max() ?? 0) / Double(max(indices.count, 1))
        default: 0
        }
    }
}
