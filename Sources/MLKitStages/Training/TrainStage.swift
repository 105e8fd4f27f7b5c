internal import MLKitCore
public import MLKitSpec

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
        try requireRows(train, "training")
        try requireRows(valid, "validation")
        let target = try TargetEncoder(fitting: train, schema: schema)
        let encoder = try FeatureEncoder(fitting: train, schema: schema, to: configuration.features)
        let data = TrainingData(
            train: try split(train, "training", encoder, target),
            valid: try split(valid, "validation", encoder, target),
            loss: Loss(task: target.task, classes: target.classes.count))
        context.log("\(plural(data.train.rows, "training row")) of \(plural(encoder.width, "feature"))")
        let result = try self.train(data, configuration, context)
        let exporter = ModelExporter(
            encoder: encoder, target: target, model: configuration.model.name, kind: configuration.model.kind)
        let model = TrainedModel(
            model: try exporter.export(result.estimator),
            metrics: try TrainingReport(configuration, encoder, target, result).metrics(data),
            history: .array(result.history.map(\.json)), featureNames: encoder.featureNames,
            classes: target.classes, encoder: encoder, estimator: result.estimator)
        try ExportCheck(context: context).run(model, on: valid)
        return model
    }

    private static func requireRows(_ table: Table, _ split: String) throws {
        guard table.rowCount > 0 else {
            throw Failure("there are no \(split) rows", hint: "give the \(split) split a larger share of the rows")
        }
    }

    private static func split(
        _ table: Table, _ name: String, _ encoder: FeatureEncoder, _ target: TargetEncoder
    ) throws -> TrainingData.Split {
        TrainingData.Split(
            features: try encoder.encode(table), targets: try target.encode(table, split: name))
    }

    private static func train(
        _ data: TrainingData, _ configuration: TrainConfiguration, _ context: StageContext
    ) throws -> TrainingResult {
        switch configuration.model.algorithm {
        case .baseline: return Baseline.train(data)
        case .network(let network):
            let blas = try BLAS(engines: context.engines, threads: context.threads)
            guard network.hidden.isEmpty else {
                return try NetworkTrainer(
                    configuration: network, seed: configuration.seed, blas: blas, log: context.log
                ).train(data)
            }
            return LinearTrainer(
                l2: network.l2 ?? 1, maximumIterations: network.epochs, blas: blas, log: context.log
            ).train(data)
        case .trees(let trees):
            return try TreeTrainer(
                configuration: trees, seed: configuration.seed, threads: context.threads,
                xgboost: XGBoost(engines: context.engines), log: context.log
            ).train(data)
        }
    }
}
