internal import MLKitEvaluation
internal import MLKitSignature
internal import MLKitTables

extension FoldAnswers {
    /// - Parameters:
    ///   - rows: those that were dealt to parts.
    ///   - trainingRows: how many of them are of the training split; the others stand behind them.
    init(_ folds: CrossValidation.Result, _ rows: TrainingRows, trainingRows: Int) {
        let classes = rows.target.classes
        self.init(
            parts: folds.parts.parts.map { $0 + 1 }, trainingRows: trainingRows,
            truth: rows.isClassified ? .classes(indices: rows.targets.map { Int($0) }, classes: classes) : .numbers(rows.targets),
            answers: folds.answers)
    }

    /// None, of a stage that made no folds, or made them for each of several labels.
    static func none(_ schema: TableSchema) -> FoldAnswers {
        let truth: TargetValues =
            switch schema.task {
            case nil, .regression: .numbers([])
            case .multilabel: .labels([], names: schema.labels)
            case .binary, .multiclass: .classes(indices: [], classes: schema.classes)
            }
        return FoldAnswers(parts: [], trainingRows: 0, truth: truth, answers: [])
    }
}
