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
        let target = try Target(schema)
        let targets = try target.trainingValues(in: train)
        let encoder = try FeatureEncoder(fitting: train, schema: schema, to: configuration.features)
        let data = TrainingData(
            train: .init(features: try encoder.encode(train), targets: targets),
            valid: .init(features: try encoder.encode(valid), targets: try target.values(in: valid)),
            loss: Loss(task: target.task, classes: target.classes.count))
        context.log("\(plural(data.train.rows, "training row")) of \(plural(encoder.width, "feature"))")
        let result = try result(of: configuration, data, context)
        let exporter = ModelExporter(
            encoder: encoder, target: target, model: configuration.model.name, kind: configuration.model.kind)
        let report = TrainingReport(configuration: configuration, encoder: encoder, target: target, result: result)
        var trained = TrainedModel(
            model: try exporter.export(result.estimator), metrics: try report.metrics(data),
            history: .array(result.history.map(\.json)), featureNames: encoder.featureNames,
            classes: target.classes, encoder: encoder, estimator: result.estimator)
        let difference = try ExportCheck(context: context).run(trained, on: valid)
        let exported = JSON.Member("export_difference", difference.map { .double(Double($0)) } ?? .null)
        trained.metrics = .object((trained.metrics.members ?? []) + [exported])
        return trained
    }

    private static func requireRows(_ table: Table, _ split: String) throws {
        guard table.rowCount > 0 else {
            throw Failure("there are no \(split) rows", hint: "give the \(split) split a larger share of the rows")
        }
    }

    private static func result(
        of configuration: TrainConfiguration, _ data: TrainingData, _ context: StageContext
    ) throws -> TrainingResult {
        switch configuration.model.algorithm {
        case .baseline: Baseline.train(data)
        case .network(let network) where network.hidden.isEmpty:
            LinearTrainer(
                l2: network.l2, maximumIterations: network.epochs, blas: try blas(context), log: context.log
            ).train(data)
        case .network(let network):
            try NetworkTrainer(
                configuration: network, seed: configuration.seed, blas: blas(context), log: context.log
            ).train(data)
        case .trees(let trees):
            try TreeTrainer(
                configuration: trees, seed: configuration.seed, threads: context.threads,
                xgboost: XGBoost(engines: context.engines), log: context.log
            ).train(data)
        }
    }

    private static func blas(_ context: StageContext) throws -> BLAS {
        try BLAS(engines: context.engines, threads: context.threads)
    }
}
