internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitReports
internal import MLKitSpec
internal import MLKitTables

/// Chooses columns by what a model of all of them owes to each on the validation rows.
struct ImportanceChoosing {
    let choosing: ColumnChoosing
    let most: Int

    /// `nil` where columns are not chosen so.
    init?(_ choices: FeatureChoices) {
        guard let choosing = ColumnChoosing(choices), choosing.selection.by == .importance, let most = choosing.selection.most else {
            return nil
        }
        (self.choosing, self.most) = (choosing, most)
    }

    private static let (repeats, mostRows) = (5, 2000)

    /// - Parameter model: fitted on all columns of the rows.
    func leftOut(_ model: any TableModel, _ rows: TrainingRows) throws -> [TrainingReport.LeftOut] {
        let metric: Metric = rows.isClassified ? .logLoss : .rmse
        let truth: TargetValues = rows.isClassified
            ? .classes(indices: rows.validTargets.map { Int($0) }, classes: rows.target.classes) : .numbers(rows.validTargets)
        let found = try PermutationImportance(metric: metric, repeats: Self.repeats, mostRows: Self.mostRows)
            .measure(rows.valid, truth, columns: model.columns.map(\.name)) { table in
                let answers = try model.predict(table).map(Double.init)
                return rows.isClassified ? .probabilities(answers) : .numbers(answers)
            }
        return choosing.beyond(most, found.columns.map { ($0.column, $0.loss) }) {
            "\(metric.rawValue) gets worse by \($0.briefFigure()) where it is shuffled"
        }
    }
}
