internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec
internal import MLKitTables

/// Fits a model on training and validation rows together, as far as their folds say that training goes.
struct Refit {
    let validation: CrossValidation
    let parts: FoldParts

    /// - Parameter rows: training rows with the validation rows behind them.
    /// - Throws: `Failure` where validation rows are in no part, so that nobody would know what the model does on them.
    init(_ parts: FoldParts, of rows: TrainingRows, seed: Int, _ context: StageContext) throws {
        (self.parts, validation) = (parts, CrossValidation(rows: rows, seed: seed, context: context))
        let early = parts.parts.suffix(rows.valid.rowCount).count { $0 < 0 }
        guard early > 0 else { return }
        throw Failure(
            "\(plural(early, "validation row")) \(early == 1 ? "is" : "are") among the earliest rows, of which no part is made",
            hint: "leave `\(TrainConfiguration.refitName)` out, or give the training split a larger share of the rows")
    }

    /// - Returns: the model, and what is known of the rows by models that were not fitted on them.
    func run(_ model: ModelChoice) throws -> (fitted: FittedModel, folds: CrossValidation.Result, report: TrainingReport.Refit) {
        let (settings, folds, curve) = try validation.settled(parts, model)
        let rows = validation.rows
        validation.context.log("fitted on \(rows.count) training and validation rows")
        var fitted = try settings.fit(on: rows, seed: validation.seed, validation.context)
        let step = curve.best
        // What the fit itself knows of validation rows is of rows that it was fitted on.
        let isCounted = fitted.history.last?.step == step
        for place in fitted.history.indices where fitted.history[place].validLoss != nil {
            fitted.history[place].validLoss = curve[isCounted ? fitted.history[place].step : step ?? 1]
        }
        if fitted.course.bestRound != nil { fitted.course.bestRound = step }
        if fitted.course.bestEpoch != nil { fitted.course.bestEpoch = step }
        let isSettled = model.settings.settled(at: step ?? 1) != nil
        return (fitted, folds, TrainingReport.Refit(rows: rows.count, steps: isSettled ? step : nil))
    }
}
