internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// Measures models on one split.
struct ModelMeasuring {
    let split: MeasuredSplit
    /// Of the rows; `nil` where they are of several files.
    private let path: FilePath?
    let table: Table
    let truth: TargetValues
    private let schema: TableSchema
    let configuration: EvaluateConfiguration
    private let metrics: [Metric]
    private let slices: SliceMeasuring
    private let intervals: IntervalMeasuring?
    private let fairness: FairnessMeasuring?
    private let runtime: Runtime
    private let looks: LookBook?
    private let context: StageContext

    /// - Parameter path: the file of the rows; `nil` where they are of several.
    /// - Throws: `Failure` if there are no rows, or a column of `slices` is none.
    init(
        _ split: MeasuredSplit, _ table: Table, _ path: FilePath?, _ schema: TableSchema, _ configuration: EvaluateConfiguration,
        _ metrics: [Metric], _ looks: LookBook?, _ context: StageContext
    ) throws {
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
        intervals = configuration.intervals.map { [truth] in IntervalMeasuring(truth, $0, threads: context.threads) }
        fairness = try configuration.fairness.map { [truth, table] in
            try FairnessMeasuring($0, slices: configuration.slices, table, schema, truth, level: configuration.level)
        }
        runtime = try Runtime(locator: context.engines)
    }

    var rows: Int { table.rowCount }
    /// How intervals are found here; `nil` where none are asked for.
    var method: IntervalMethod? { intervals?.method }

    private static func withoutRows(_ split: MeasuredSplit) -> Failure {
        split == .test
            ? Failure(
                "the test split has no rows to evaluate on", hint: "give it a share of the rows, or leave it alone with `test: false`")
            : Failure(
                "the validation split has no rows to select a model on",
                hint: "give it a share of the rows, as `split: {train: 0.7, valid: 0.15, test: 0.15}`")
    }

    /// A model's measurements; a look at the test split is noted, unless it is the baseline's, which nobody chooses.
    ///
    /// - Parameters:
    ///   - metric: what models are selected by.
    ///   - chosen: the threshold that was chosen for it elsewhere; chosen here if `nil`.
    ///   - keepsLabel: whether the label that it answers counts, whatever is asked of thresholds.
    ///   - given: what counts as its answers; it is asked if `nil`.
    /// - Throws: `Failure` if it does not fit the data, or answers what is no finite number.
    func measure(
        _ model: CandidateModel, _ metric: Metric, threshold chosen: Double? = nil, keepsLabel: Bool = false,
        answers given: Predictor.Predictions? = nil
    ) throws -> EvaluatedModel {
        let bytes = try context.files.read(model.path)
        let predictor = try self.predictor(model.name, bytes)
        let answers = try given ?? predictor.predict(table, of: split.words)
        let rule = keepsLabel ? nil : configuration.threshold
        let threshold = chosen ?? rule.flatMap { answers.threshold($0, truth) }
        let predictions = threshold.map { answers.labelled(above: $0) } ?? answers
        if split == .test, let path, model.kind != EvaluationReport.baselineKind {
            try looks?.note(ContentHash(of: bytes), named: model.name, split: context.files.hash(path), context.files)
        }
        let scores = try Scores(truth, predictions)
        let values = Metric.allCases.compactMap { metric in
            scores[metric].map { "\(metric.rawValue) \($0.briefFigure())" }
        }
        context.log("`\(model.name)` on \(split.words): \(values.joined(separator: ", ")), \(bytes.count) bytes")
        let isOfLabels = schema.task == .multilabel
        let relabelled = threshold == nil && !isOfLabels ? predictions.relabelled(classes: schema.classes.count) : 0
        if relabelled > 0 {
            context.log("`\(model.name)` answers another label than its most probable class for \(plural(relabelled, "row"))")
        }
        let parity = fairness?.parity(predictions) ?? []
        return EvaluatedModel(
            name: model.name, kind: model.kind, path: model.path, size: bytes.count, scores: scores,
            latency: isTimed ? try self.predictor(model.name, bytes, threads: 1).latency(table) : nil, relabelled: relabelled,
            predictions: predictions, threshold: threshold,
            problem: threshold == nil ? rule.map { "no threshold keeps `\($0.text)`" } : nil,
            tables: ModelTables(truth: truth, predictions: predictions, level: configuration.level),
            found: intervals?.find(metrics + [metric], predictions, scores) ?? .init(),
            classIntervals: intervals?.classes(predictions, scores) ?? [],
            slices: try slices.measure(truth, predictions, metrics), parity: parity,
            gap: try fairness?.gap(predictions, parity, metric: metric))
    }

    /// Whether models are bounded by how long an answer takes.
    private var isTimed: Bool { configuration.select?.subjectTo.contains { $0.quantity == Bound.latencyName } ?? false }

    private func predictor(_ name: String, _ bytes: [UInt8], threads: Int? = nil) throws -> Predictor {
        try Predictor(bytes: bytes, name: name, schema: schema, runtime: runtime, threads: threads ?? context.threads)
    }

    /// What asks a model that was measured once more.
    func predictor(_ model: EvaluatedModel) throws -> Predictor { try predictor(model.name, try context.files.read(model.path)) }

    /// What the selected model does here, and the baseline beside it.
    ///
    /// - Parameter measured: these two, or the one.
    func report(_ measured: [EvaluatedModel], selected: String, baseline: String?) throws -> EvaluationReport.Measurement {
        let base = measured.first { $0.name == baseline }
        let own = measured.first { $0.name == selected }
        return EvaluationReport.Measurement(
            split: split, rows: rows, models: measured.map { $0.report(metrics, base, schema.classes) },
            slices: try groups(own),
            comparisons: own.map { compare($0, with: measured) } ?? [], parity: own?.parity ?? [])
    }

    /// A model beside each other one, by every metric that is reported; nothing where no intervals are asked for.
    func compare(_ model: EvaluatedModel, with others: [EvaluatedModel]) -> [EvaluationReport.Comparison] {
        metrics.flatMap { compare(model, with: others, by: $0) }
    }

    /// A model beside each other one, by one metric.
    func compare(
        _ model: EvaluatedModel, with others: [EvaluatedModel], by metric: Metric
    ) -> [EvaluationReport.Comparison] {
        intervals?.compare(model, with: others.filter { $0.name != model.name }, by: metric) ?? []
    }

    /// Where the selected model is wrong; `nil` where nobody asks.
    func errors(_ model: EvaluatedModel) throws -> EvaluationReport.ErrorAnalysis? {
        guard let errors = configuration.errors else { return nil }
        let tags = try errors.tags.map { try SliceMeasuring($0, table, schema, key: "tags") } ?? slices
        return ErrorMeasuring(table, schema, truth, model.predictions, errors, level: configuration.level).analysis(tags: tags)
    }

    /// How the selected model fares on groups of rows, with intervals where they are asked for.
    func groups(_ model: EvaluatedModel?) throws -> [EvaluationReport.Slice] {
        guard let model else { return [] }
        return try slices.withIntervals(model.slices.map { $0.only(metrics) }, truth, model.predictions, configuration.intervals,
            threads: context.threads)
    }
}
