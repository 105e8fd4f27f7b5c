internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
public import MLKitSpec
public import MLKitTables
public import SystemPackage

/// `kind: train`: fits features and one model on the training split and exports both as one ONNX model.
public enum TrainStage {
    /// - Parameters:
    ///   - train: the rows to learn from.
    ///   - valid: the rows that say when to stop, and that the exported model is tried on.
    ///   - teacher: the file of a model from whose answers this one learns too; `nil` for none.
    /// - Throws: `Failure` if a split is empty, the tables are not what the schema says, there is only one class,
    ///   an engine is not installed, the teacher does not fit the data, training diverges, or the exported model answers differently.
    public static func run(
        configuration: TrainConfiguration, schema: TableSchema, train: Table, valid: Table, teacher: FilePath? = nil,
        context: StageContext
    ) throws -> TrainedModel {
        guard let model = configuration.model else { throw Failure("the stage names no model to train") }
        try requireRows(train, "training")
        try requireRows(valid, "validation")
        guard schema.labels.isEmpty else {
            return try LabelsTraining(configuration: configuration, schema: schema, train: train, valid: valid, context: context).run()
        }
        try requireTask(model.settings, schema)
        var rows = try TrainingRows(
            schema: schema, choices: configuration.features, train: train, valid: valid,
            weights: .init(configuration), seed: configuration.seed)
        rows.foldsBy = configuration.foldsBy
        rows.answers = try teacher.map { try answers(of: $0, for: train, schema, context) }
        if let choosing = ImportanceChoosing(configuration.features) {
            let whole = try model.settings.fit(on: rows, seed: configuration.seed, context.part("choosing", told: "the model that columns are chosen by"))
            rows = try rows.hiding(try choosing.leftOut(whole.model, rows))
        }
        for column in rows.leftOut { context.log("`\(column.column)` is left out: \(column.reason)") }
        let learned = try fit(model, rows, configuration, context)
        var fitted = learned.fitted
        fitted.trials?.model = model.name
        let calibrating = try ProbabilityCalibrating(configuration.calibrate, learned.rows, seed: configuration.seed)
        let calibration = try calibrating.apply(to: &fitted, folds: learned.folds)
        let exporter = ModelExporter(target: rows.target, model: model.name, family: model.settings.family)
        var trained = TrainedModel(
            model: try exporter.export(fitted.model), report: try TrainingReport(model, fitted, learned.rows),
            history: .array(fitted.history.map(\.json)), featureNames: fitted.model.featureNames, classes: rows.target.classes,
            fitted: fitted)
        if var folds = learned.folds {
            trained.report.take(folds.folds, by: rows.foldsBy)
            folds.answers = calibrating.crossFitted(calibration, folds)
            trained.folds = FoldAnswers(folds, learned.rows, trainingRows: rows.count)
            trained.report.take(learned.refit, folds.answers, rows)
        }
        trained.report.calibration = calibration
        if let calibration { context.log(calibration.words) }
        trained.report.exportDifference = try ExportCheck(context: context).run(trained, on: valid).map { Double($0) }
        return trained
    }

    /// A model, with the rows that it was fitted on at last, and what is known of rows by models that were not fitted on them.
    private struct Learned {
        var fitted: FittedModel
        var rows: TrainingRows
        var folds: CrossValidation.Result?
        var refit: TrainingReport.Refit?
    }

    private static func fit(
        _ model: ModelChoice, _ rows: TrainingRows, _ configuration: TrainConfiguration, _ context: StageContext
    ) throws -> Learned {
        let wantsRefit = configuration.refit && model.settings.canRefit
        let dealt = wantsRefit && configuration.crossValidation != nil ? try rows.pooled() : rows
        let parts = try configuration.crossValidation?.parts(of: dealt, validation: rows.validTargets.count, seed: configuration.seed)
        if let parts, wantsRefit {
            let (fitted, folds, refit) = try Refit(parts, of: dealt, seed: configuration.seed, context).run(model)
            return Learned(fitted: fitted, rows: dealt, folds: folds, refit: refit)
        }
        if parts == nil, configuration.crossValidation != nil {
            context.log("no folds: there are \(plural(rows.validTargets.count, "validation row")) of \(plural(rows.count, "training row"))")
        } else if configuration.refit {
            context.log("fitted on training rows alone: what it stops by are the validation rows")
        }
        let fitted = try model.settings.fit(on: rows, seed: configuration.seed, context)
        let validation = CrossValidation(rows: rows, seed: configuration.seed, context: context)
        return Learned(fitted: fitted, rows: rows, folds: try parts.map { try validation.folds($0, model) }, refit: nil)
    }

    /// What a model answers for rows: for each the probability of every class, or the value.
    private static func answers(
        of teacher: FilePath, for rows: Table, _ schema: TableSchema, _ context: StageContext
    ) throws -> [Double] {
        let predictor = try Predictor(
            bytes: context.files.read(teacher), name: teacher.lastComponent?.string ?? "", schema: schema,
            runtime: Runtime(locator: context.engines), threads: context.threads)
        return switch try predictor.predict(rows, of: "the training split") {
        case .probabilities(let values, _): values
        case .numbers(let values): values
        }
    }

    private static func requireTask(_ settings: any ModelSettings, _ schema: TableSchema) throws {
        guard settings.isForClasses, schema.task == .regression, !schema.target.isEmpty else { return }
        throw Failure(
            "models of kind `\(settings.family)` tell classes, and the target `\(schema.target)` is a number",
            hint: "take another kind, such as `linear` or `lightgbm`")
    }

    private static func requireRows(_ table: Table, _ split: String) throws {
        guard table.rowCount > 0 else {
            throw Failure("there are no \(split) rows", hint: "give the \(split) split a larger share of the rows")
        }
    }
}
