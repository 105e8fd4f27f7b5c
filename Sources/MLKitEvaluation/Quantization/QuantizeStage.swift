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
        /// Where looks at the test split are noted; `nil` for nowhere.
        public var looks: LookBook?

        public init(model: FilePath, report: FilePath, looks: LookBook? = nil) {
            self.model = model
            self.report = report
            self.looks = looks
        }
    }

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
        let name = name(of: path)
        let bytes = try context.files.read(path)
        let runtime = try Runtime(locator: context.engines)
        let rows = try await Table.read(calibration, schema: schema, context: context)
            .sample(configuration.calibrationRows)
        guard let valid = splits.valid else { throw Failure("there is no validation split to measure on") }
        if let test = splits.test { try SplitCopy.check(valid, test, context.files) }
        let table = try await Table.read(valid, schema: schema, context: context)
        guard rows.rowCount > 0, table.rowCount > 0 else {
            throw Failure("the \(rows.rowCount > 0 ? "validation" : "calibration") split has no rows")
        }
        let before = try Predictor(
            bytes: bytes, name: name, schema: schema, runtime: runtime, threads: context.threads)
        let result = try quantize(bytes, before.inputs(rows), configuration, runtime, context)
        let quantized = try result.model.bytes
        let after = try Predictor(
            bytes: quantized, name: "\(name), quantized", schema: schema, runtime: runtime, threads: context.threads)
        var report = try QuantizationReport(
            configuration: configuration, schema: schema, result: result,
            calibrationRows: rows.rowCount, truth: table.target(schema),
            before: .init(size: bytes.count, predictions: before.predict(table, of: MeasuredSplit.valid.words)),
            after: .init(size: quantized.count, predictions: after.predict(table, of: MeasuredSplit.valid.words)))
        try ModelFileQuantization.checkSize(before: bytes.count, after: quantized.count)
        if report.allowed.kept, let test = splits.test {
            let models = [(predictor: before, bytes: bytes), (predictor: after, bytes: quantized)]
            report.test = try await measure(models, name, on: test, schema, outputs, context)
        }
        try context.files.write(report.json.pretty, to: outputs.report)
        context.log(report.summary)
        try report.check()
        try context.files.write(quantized, to: outputs.model)
        return report
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

    private static func quantize(
        _ bytes: [UInt8], _ batches: [[String: Tensor]], _ configuration: QuantizeConfiguration, _ runtime: Runtime,
        _ context: StageContext
    ) throws -> QuantizationResult {
        let original = try Model(parsing: bytes)
        // Before anything else: to one without products it does not matter which operators it was written with.
        guard original.hasWeightedNodes else { throw ModelFileQuantization.nothing(original, []) }
        let settings = SessionOptions(threads: context.threads)
        let model = try original.prepared(runtime: runtime, options: settings)
        let ranges =
            configuration.method == .static
            ? try Calibrator(model: model).ranges(runtime: runtime, batches: batches, options: settings) : [:]
        let quantizer = Quantizer(
            options: .init(mode: configuration.method, perChannel: configuration.perChannel, bits: configuration.bits))
        let result = try quantizer.quantize(model: model, ranges: ranges)
        for skipped in result.skipped { context.log("left in float: `\(skipped.name)`: \(skipped.reason)") }
        guard result.quantizedNodes.isEmpty else { return result }
        throw ModelFileQuantization.nothing(original, result.skipped)
    }
}
