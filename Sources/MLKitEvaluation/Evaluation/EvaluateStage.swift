internal import MLKitCore
internal import MLKitONNX
public import MLKitReports
internal import MLKitSignature
public import MLKitSpec
public import MLKitTables
public import SystemPackage

/// `kind: evaluate`: measures models on the test split, beside the baseline, and selects one.
public enum EvaluateStage {
    /// Where the stage writes.
    public struct Outputs: Sendable {
        public var report: FilePath
        /// A copy of the selected model.
        public var selected: FilePath

        public init(report: FilePath, selected: FilePath) {
            self.report = report
            self.selected = selected
        }
    }

    /// - Parameter test: the split as the data stage wrote it.
    /// - Returns: the report, which is also written as JSON.
    /// - Throws: `Failure` if a metric does not fit the target, a model does not fit the data, or none keeps the
    ///   bounds of `select`.
    public static func run(
        configuration: EvaluateConfiguration, models: [CandidateModel], test: FilePath, schema: TableSchema,
        outputs: Outputs, context: StageContext
    ) async throws -> EvaluationReport {
        let metrics = try Metric.fitting(configuration.metrics ?? [], schema)
        let rule = configuration.select ?? defaultSelection(schema)
        _ = try Metric.fitting([rule.metric], schema)
        let table = try await Table.read(test, schema: schema, context: context)
        guard table.rowCount > 0 else { throw Failure("the test split has no rows to evaluate on") }
        let truth = try table.target(schema)
        let runtime = try Runtime(locator: context.engines)
        let evaluated = try models.map { try evaluate($0, table, truth, schema, runtime, context) }
        let selection = try ModelSelection(evaluated, rule)
        let report = EvaluationReport(evaluated, selection, schema, metrics: metrics, rows: table.rowCount)
        context.log("selected \(report.selection.reason)")
        try context.files.write(context.files.read(selection.selected.path), to: outputs.selected)
        try context.files.write(report.json.pretty, to: outputs.report)
        return report
    }

    /// Where the spec does not say what a good model is: ROC AUC, or for regression RMSE.
    private static func defaultSelection(_ schema: TableSchema) -> EvaluateConfiguration.Selection {
        schema.task == .regression
            ? .init(metric: .rmse, maximize: false) : .init(metric: .rocAUC, maximize: true)
    }

    private static func evaluate(
        _ model: CandidateModel, _ table: Table, _ truth: TargetValues, _ schema: TableSchema, _ runtime: Runtime,
        _ context: StageContext
    ) throws -> EvaluatedModel {
        let bytes = try context.files.read(model.path)
        let predictor = try Predictor(
            bytes: bytes, name: model.name, schema: schema, runtime: runtime, threads: context.threads)
        let scores = try Scores(truth, predictor.predict(table))
        let values = Metric.allCases.compactMap { metric in
            scores[metric].map { "\(metric.rawValue) \($0.brief())" }
        }
        context.log("`\(model.name)`: \(values.joined(separator: ", ")), \(bytes.count) bytes")
        return EvaluatedModel(
            name: model.name, kind: model.kind, path: model.path, size: bytes.count, scores: scores)
    }
}
