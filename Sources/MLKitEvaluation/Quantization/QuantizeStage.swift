internal import MLKitCore
internal import MLKitONNX
public import MLKitReports
public import MLKitSpec
public import MLKitTables
public import SystemPackage

/// `kind: quantize`: rewrites a model's matrix products to 8-bit integers and measures what that cost.
public enum QuantizeStage {
    /// Where the stage writes.
    public struct Outputs: Sendable {
        public var model: FilePath
        public var report: FilePath

        public init(model: FilePath, report: FilePath) {
            self.model = model
            self.report = report
        }
    }

    /// - Parameters:
    ///   - calibration: the split that shows the ranges of activations; rows are taken from it at even distances.
    ///   - test: the split on which the model is measured before and after.
    /// - Returns: the report, which is also written as JSON.
    /// - Throws: `Failure` if the model has no matrix product to quantize, or loses more than the configuration
    ///   allows; then the report is written and the model is not.
    public static func run(
        configuration: QuantizeConfiguration, model path: FilePath, calibration: FilePath, test: FilePath,
        schema: TableSchema, outputs: Outputs, context: StageContext
    ) async throws -> QuantizationReport {
        let name = path.lastComponent?.string ?? path.string
        let bytes = try context.files.read(path)
        let runtime = try Runtime(locator: context.engines)
        let rows = try await Table.read(calibration, schema: schema, context: context)
            .sample(configuration.calibrationRows)
        let table = try await Table.read(test, schema: schema, context: context)
        guard rows.rowCount > 0, table.rowCount > 0 else {
            throw Failure("the \(rows.rowCount > 0 ? "test" : "calibration") split has no rows")
        }
        let before = try Predictor(
            bytes: bytes, name: name, schema: schema, runtime: runtime, threads: context.threads)
        let result = try quantize(bytes, before.inputs(rows), configuration, runtime, context)
        let quantized = try result.model.bytes
        let after = try Predictor(
            bytes: quantized, name: name, schema: schema, runtime: runtime, threads: context.threads)
        let report = try QuantizationReport(
            configuration: configuration, schema: schema, result: result,
            calibrationRows: rows.rowCount, truth: table.target(schema),
            before: .init(size: bytes.count, predictions: before.predict(table)),
            after: .init(size: quantized.count, predictions: after.predict(table)))
        try context.files.write(report.json.pretty, to: outputs.report)
        context.log(report.summary)
        try report.check()
        try context.files.write(quantized, to: outputs.model)
        return report
    }

    private static func quantize(
        _ bytes: [UInt8], _ batches: [[String: Tensor]], _ configuration: QuantizeConfiguration, _ runtime: Runtime,
        _ context: StageContext
    ) throws -> QuantizationResult {
        let model = try Model(parsing: bytes)
        let ranges = try Calibrator(model: model).ranges(
            runtime: runtime, batches: batches, options: SessionOptions(threads: context.threads))
        let quantizer = StaticQuantizer(options: .init(perChannel: configuration.perChannel))
        let result = try quantizer.quantize(model: model, ranges: ranges)
        for skipped in result.skipped { context.log("left in float: `\(skipped.name)`: \(skipped.reason)") }
        guard result.quantizedNodes.isEmpty else { return result }
        throw nothing(model, result)
    }

    /// The failure for a model without a product that can be quantized: what it is made of, or why not.
    private static func nothing(_ model: Model, _ result: QuantizationResult) -> Failure {
        let reasons = result.skipped.map { "`\($0.name)`: \($0.reason)" }
        let operators = model.operatorCounts.keys.sorted()
        return Failure(
            "the model has nothing to quantize",
            notes: reasons.isEmpty
                ? ["only products with a constant matrix can be, and it is made of \(Suggestion.list(operators))"]
                : reasons,
            hint: "quantize a network")
    }
}
