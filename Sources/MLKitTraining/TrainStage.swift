internal import MLKitCore
internal import MLKitReports
public import MLKitSpec
public import MLKitTables

/// `kind: train`: fits features and one model on the training split and exports both as one ONNX model.
public enum TrainStage {
    /// - Parameters:
    ///   - train: the rows to learn from.
    ///   - valid: the rows that say when to stop, and that the exported model is tried on.
    /// - Throws: `Failure` if a split is empty, the tables are not what the schema says, there is only one class,
    ///   an engine is not installed, training diverges, or the exported model answers differently.
    public static func run(
        configuration: TrainConfiguration, schema: TableSchema, train: Table, valid: Table, context: StageContext
    ) throws -> TrainedModel {
        guard let model = configuration.model else { throw Failure("the stage names no model to train") }
        try requireRows(train, "training")
        try requireRows(valid, "validation")
        let target = try Target(schema)
        let targets = try target.trainingValues(in: train)
        let weighting = try RowWeighting(configuration, target, train, targets)
        let schema = schema.hiding(configuration.weight)
        let encoder = try FeatureEncoder(
            fitting: train, schema: schema, to: configuration.features.over(model.settings.features),
            target: EncodingTarget(targets, of: target, seed: configuration.seed))
        let validTargets = try target.values(in: valid)
        let data = TrainingData(
            train: .init(
                features: try encoder.encode(train, isFitted: true), targets: targets,
                weights: try weighting.weights(of: train, targets, target)),
            valid: .init(
                features: try encoder.encode(valid), targets: validTargets,
                weights: try weighting.weights(of: valid, validTargets, target)),
            loss: Loss(task: target.task, classes: target.classes.count), inputs: encoder.inputs)
        context.log("\(plural(data.train.rows, "training row")) of \(plural(encoder.width, "feature"))")
        let result = try model.settings.train(on: data, seed: configuration.seed, context)
        let exporter = ModelExporter(encoder: encoder, target: target, model: model.name, family: model.settings.family)
        var trained = TrainedModel(
            model: try exporter.export(result.estimator),
            report: try TrainingReport(model, encoder, target, result, data, weighting),
            history: .array(result.history.map(\.json)), featureNames: encoder.featureNames,
            classes: target.classes, encoder: encoder, estimator: result.estimator)
        if let folds = configuration.crossValidation {
            let validation = CrossValidation(configuration: configuration, schema: schema, target: target, context: context)
            trained.report.take(try validation.folds(folds, model, of: train, targets, stoppingOn: valid))
        }
        trained.report.exportDifference = try ExportCheck(context: context).run(trained, on: valid).map { Double($0) }
        return trained
    }

    private static func requireRows(_ table: Table, _ split: String) throws {
        guard table.rowCount > 0 else {
            throw Failure("there are no \(split) rows", hint: "give the \(split) split a larger share of the rows")
        }
    }
}
