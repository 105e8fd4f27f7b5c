internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
public import MLKitSpec
internal import MLKitTables
internal import SystemPackage

extension TrainStage {
    /// Runs the stage on files: reads both splits, trains, and writes the model, its metrics and its history.
    ///
    /// - Returns: the trained model, whose `summary` and `metrics` say what came of it.
    /// - Throws: `Failure` as `run` on tables does, or if a file cannot be read or written.
    @discardableResult
    public static func run(
        configuration: TrainConfiguration, paths: TrainPaths, context: StageContext
    ) async throws -> TrainedModel {
        do {
            let engine = TableEngine(context)
            let schema = try SchemaFile(paths.schema, name: paths.schema.name(in: paths.project), files: context.files).schema
            let train = try engine.table(parquet: paths.train, schema: schema)
            let valid = try engine.table(parquet: paths.valid, schema: schema)
            let trained = try run(
                configuration: configuration, schema: schema, train: train, valid: valid, teacher: paths.teacher, context: context)
            try context.files.write(trained.model.bytes, to: paths.model)
            try context.files.write(trained.report.json.pretty, to: paths.metrics)
            try context.files.write(trained.history.pretty, to: paths.history)
            if let path = paths.folds { try context.files.write((trained.folds ?? .none(schema)).text, to: path) }
            if let trials = trained.fitted.trials {
                if let path = paths.trials { try context.files.write(trials.json.pretty, to: path) }
                if let path = paths.page { try context.files.write(TrialsPage(report: trials).text, to: path) }
            }
            context.log(trained.summary)
            return trained
        } catch let failure as Failure {
            throw failure.naming(filesOf: paths.project)
        }
    }
}
