internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// Measures models on one split.
struct ModelMeasuring {
    private let split: MeasuredSplit
    private let path: FilePath
    let table: Table
    private let truth: TargetValues
    private let schema: TableSchema
    private let configuration: EvaluateConfiguration
    private let metrics: [Metric]
    private let slices: SliceMeasuring
    private let runtime: Runtime
    private let looks: LookBook?
    private let context: StageContext

    /// - Throws: `Failure` if there are no rows, or a column of `slices` is none.
    init(
        _ split: MeasuredSplit, _ path: FilePath?, _ schema: TableSchema, _ configuration: EvaluateConfiguration,
        _ metrics: [Metric], _ looks: LookBook?, _ context: StageContext
    ) async throws {
        guard let path else { throw Failure("there is no \(split.rawValue) split to evaluate on") }
        let table = try await Table.read(path, schema: schema, context: context)
        guard table.rowCount > 0 else { throw Self.withoutRows(split) }
        self.split = split
        self.path = path
        self.table = table
        self.schema = schema
        self.configuration = configuration
        self.metrics = metrics
        self.looks = looks
        self.context = context
        truth = try table.target(schema)
        slices = try SliceMeasuring(configuration.slices, table, schema)
        runtime = try Runtime(locator: context.engines)
    }

    var rows: Int { table.rowCount }

    private static func withoutRows(_ split: MeasuredSplit) -> Failure {
        split == .test
            ? Failure("the test split has no rows to evaluate on", hint: "give it a share of the rows, or leave it alone with `test: false`")
            : Failure(
                "the validation split has no rows to select a model on",
                hint: "give it a share of the rows, as `split: {train: 0.7, valid: 0.15, test: 0.15}`")
    }

    /// A model's measurements; a look at the test split is noted, unless it is the baseline's, which nobody chooses.
    ///
    /// - Parameter metric: what models are selected by.
    /// - Throws: `Failure` if it does not fit the data, or answers what is no finite number.
    func measure(_ model: CandidateModel, _ metric: Metric) throws -> EvaluatedModel {
        let bytes = try context.files.read(model.path)
        let predictor = try Predictor(
            bytes: bytes, name: model.name, schema: schema, runtime: runtime, threads: context.threads)
        let predictions = try predictor.predict(table, of: split.words)
        if split == .test, model.kind != ModelSelection.baselineKind {
            try looks?.note(ContentHash(of: bytes), named: model.name, split: context.files.hash(path), context.files)
        }
        let scores = try Scores(truth, predictions)
        let values = Metric.allCases.compactMap { metric in
            scores[metric].map { "\(metric.rawValue) \($0.briefFigure())" }
        }
        context.log("`\(model.name)` on \(split.words): \(values.joined(separator: ", ")), \(bytes.count) bytes")
        let relabelled = predictions.relabelled(classes: schema.classes.count)
        if relabelled > 0 {
            context.log("`\(model.name)` answers another label than its most probable class for \(plural(relabelled, "row"))")
        }
        let all = Metric.fitting(schema.task)
        let measured = try slices.measure(truth, predictions, configuration.fairness == nil ? metrics : all)
        return EvaluatedModel(
            name: model.name, kind: model.kind, path: model.path, size: bytes.count, scores: scores,
            relabelled: relabelled, slices: measured,
            gap: configuration.fairness.map { FairnessGap(measured, metric: $0.metric ?? metric, $0) })
    }

    /// What the selected model does here, and the baseline beside it.
    func report(_ models: [CandidateModel], selected: String, baseline: String?) throws -> EvaluationReport.Measurement {
        let metric = metrics.first ?? .accuracy
        let measured = try models.filter { $0.name == selected || $0.name == baseline }.map { try measure($0, metric) }
        let base = measured.first { $0.name == baseline }
        return EvaluationReport.Measurement(
            split: split, rows: rows, models: measured.map { $0.report(metrics, base, schema.classes) },
            slices: (measured.first { $0.name == selected }?.slices ?? []).map { $0.only(metrics) })
    }
}
