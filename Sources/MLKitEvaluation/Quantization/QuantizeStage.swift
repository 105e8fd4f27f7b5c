internal import MLKitCore
internal import MLKitONNX
public import MLKitReports
public import MLKitSpec
public import MLKitTables
public import SystemPackage

/// `kind: quantize`: writes a model in fewer bits and measures what that cost.
public enum QuantizeStage {
    /// Where the stage writes.
    public struct Outputs: Sendable {
        public var model: FilePath
        public var report: FilePath
        /// `nil` for no page.
        public var page: FilePath?
        /// Where looks at the test split are noted; `nil` for nowhere.
        public var looks: LookBook?

        public init(model: FilePath, report: FilePath, page: FilePath? = nil, looks: LookBook? = nil) {
            self.model = model
            self.report = report
            self.page = page
            self.looks = looks
        }
    }

    /// Rows that are run at a time for ranges: a moving average is one over runs.
    private static let batchRows = 64
    /// Rows that nodes are quantized for one by one, to see what each does.
    private static let layerRows = 256

    /// - Parameters:
    ///   - calibration: the split that shows the ranges of activations; rows are taken from it at even distances.
    ///   - splits: the validation split, on which the model is held to what it may lose; the test split if both are
    ///     measured on it too.
    /// - Returns: the report, which is also written as JSON.
    /// - Throws: `Failure` if the model has no matrix product to quantize, answers what is no finite number, does not get
    ///   smaller, or loses more than the configuration allows; then the report is written and the model is not.
    public static func run(
        configuration: QuantizeConfiguration, model path: FilePath, calibration: FilePath,
        splits: EvaluateStage.Splits, schema: TableSchema, outputs: Outputs, context: StageContext
    ) async throws -> QuantizationReport {
        guard schema.labels.isEmpty else {
            throw Failure(
                "models of several labels are not quantized: what that may cost is told of one target",
                hint: "`mlkit quantize MODEL -o OUT` writes one in fewer bits without holding it to rows, or make a stage for each label "
                    + "by `foreach`")
        }
        let name = name(of: path)
        let bytes = try context.files.read(path)
        let runtime = try Runtime(locator: context.engines)
        let (sample, table) = try await tables(configuration, calibration, splits, schema, context)
        let rows = sample.rows
        let original = try Model(parsing: bytes)
        try PreparedQuantization.check(original)
        let measuring = try QuantizedModelMeasuring(
            bytes, name: name, on: table, configuration, schema, calibrationRows: rows.rowCount, runtime, context)
        let prepared = try PreparedQuantization(
            original, modes: configuration.method.modes, calibration: configuration.calibration, runtime: runtime,
            settings: SessionOptions(threads: context.threads)
        ) {
            // Ranges of what is no number would be blamed on the model.
            _ = try measuring.before.predict(rows, of: "the rows that show ranges", number: sample.number)
            let isAverage = configuration.calibration.method == .movingAverage
            return try measuring.before.inputs(rows, size: isAverage ? Self.batchRows : nil)
        }
        try measuring.before.check(rows, unbounded: prepared.unboundedTensors, number: sample.number)
        let feeds = try measuring.before.inputs(rows.sample(Self.layerRows))
        let layers = { (options: Quantizer.Options) in try prepared.layers(options, on: feeds) }
        let search: QuantizationSearch<QuantizedModelMeasuring.Outcome>
        do {
            search = try QuantizationSearch(configuration.ways, layers: configuration.search ? layers : nil) { options in
                try measuring.trial(options, prepared.quantized(options))
            }
        } catch let failure as Failure {
            guard let way = configuration.ways.first, let found = try? layers(way) else { throw failure }
            throw Self.remedy(configuration).naming(found, in: failure)
        }
        guard let best = search.best else { throw Failure("there is no way to quantize the model") }
        if !best.isSmaller {
            guard !original.keepsWeightsAsHalves else { throw Failure("the model's weights are halves already") }
            throw try Self.remedy(configuration).notSmaller(before: bytes.count, after: best.size, prepared, best.options)
        }
        var report = best.outcome.report
        if let way = configuration.ways.first(where: { $0.mode == best.options.mode }) {
            report.add(search, best, layers: try search.layers[way.mode] ?? layers(way), configuration)
        }
        if report.isKept, let test = splits.test {
            let after = best.outcome
            let models = [(predictor: measuring.before, bytes: bytes), (predictor: after.predictor, bytes: after.bytes)]
            report.test = try await measure(models, name, on: test, schema, outputs, context)
        }
        try context.files.write(report.json.pretty, to: outputs.report)
        if let page = outputs.page {
            let runs = try [rows.sample(1), rows.sample(Self.layerRows)].map { rows in
                (name: plural(rows.rowCount, "row"), feed: try measuring.before.inputs(rows)[0])
            }
            let speed = try SpeedComparison(ModelContent(bytes), ModelContent(best.outcome.bytes), on: runs, runtime: runtime,
                threads: context.threads)
            try context.files.write(QuantizationPage(name: name, report: report, speed: speed).text, to: page)
        }
        for skipped in report.leftInFloat { context.log("left in float: `\(skipped.name)`: \(skipped.reason)") }
        for remark in report.remarks { context.log(remark) }
        context.log(report.summary)
        try report.check(configuration)
        try context.files.write(best.outcome.bytes, to: outputs.model)
        return report
    }

    private static func remedy(_ asked: QuantizeConfiguration) -> QuantizationRemedy {
        QuantizationRemedy(
            words: .stage, method: asked.method, bits: asked.bits, searches: asked.search, loosen: QuantizeConfiguration.maxDropName)
    }

    /// The rows that show ranges, with what they are called in their split, and those of the validation split.
    private static func tables(
        _ configuration: QuantizeConfiguration, _ calibration: FilePath, _ splits: EvaluateStage.Splits, _ schema: TableSchema,
        _ context: StageContext
    ) async throws -> ((rows: Table, number: (Int) -> Int), Table) {
        let whole = try await Table.read(calibration, schema: schema, context: context)
        let rows = whole.sample(configuration.calibrationRows)
        let number = { Table.row($0, of: configuration.calibrationRows, among: whole.rowCount) + 1 }
        guard let valid = splits.valid else { throw Failure("there is no validation split to measure on") }
        if let test = splits.test { try SplitCopy.check(valid, test, context.files) }
        let table = try await Table.read(valid, schema: schema, context: context)
        guard rows.rowCount > 0, table.rowCount > 0 else {
            throw Failure("the \(rows.rowCount > 0 ? "validation" : "calibration") split has no rows")
        }
        return ((rows, number), table)
    }

    /// What a model is called in looks.
    static func name(of model: FilePath) -> String { model.lastComponent?.string ?? model.string }

    /// Both models on the test split; the looks are noted.
    private static func measure(
        _ models: [(predictor: Predictor, bytes: [UInt8])], _ name: String, on test: FilePath, _ schema: TableSchema,
        _ outputs: Outputs, _ context: StageContext
    ) async throws -> QuantizationReport.Test? {
        let table = try await Table.read(test, schema: schema, context: context)
        guard table.rowCount > 0 else { throw Failure("the test split has no rows", hint: "leave it alone with `test: false`") }
        let truth = try table.target(schema)
        let scores = try models.map { model in
            let predictions = try model.predictor.predict(table, of: MeasuredSplit.test.words)
            try outputs.looks?.note(
                ContentHash(of: model.bytes), named: name, split: context.files.hash(test), context.files)
            return try Scores(truth, predictions)
        }
        guard let before = scores.first, let after = scores.last else { return nil }
        return QuantizationReport.Test(rows: table.rowCount, metrics: QuantizationReport.Change.all(from: before, to: after))
    }
}
