internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables

/// Measures quantized forms of one model on the validation split.
struct QuantizedModelMeasuring {
    /// The model as it was.
    let before: Predictor
    private let name: String
    private let size: Int
    private let operators: [String: Int]
    private let table: Table
    private let truth: TargetValues
    private let predictions: Predictor.Predictions
    private let slices: SliceMeasuring
    private let configuration: QuantizeConfiguration
    private let schema: TableSchema
    private let calibrationRows: Int
    private let runtime: Runtime
    private let context: StageContext

    struct Outcome {
        let bytes: [UInt8]
        let predictor: Predictor
        let result: QuantizationResult
        let report: QuantizationReport
    }

    /// - Parameter calibrationRows: how many are run for ranges, where they are.
    /// - Throws: `Failure` if the model does not fit the data, answers what is no finite number, or a column of `slices` is none.
    init(
        _ bytes: [UInt8], name: String, on table: Table, _ configuration: QuantizeConfiguration, _ schema: TableSchema,
        calibrationRows: Int, _ runtime: Runtime, _ context: StageContext
    ) throws {
        before = try Predictor(bytes: bytes, name: name, schema: schema, runtime: runtime, threads: context.threads)
        (self.name, size, self.table) = (name, bytes.count, table)
        let original = try Model(parsing: bytes)
        operators = original.operatorCounts
        truth = try table.target(schema)
        slices = try SliceMeasuring(configuration.slices, table, schema)
        do {
            predictions = try before.predict(table, of: MeasuredSplit.valid.words)
        } catch var failure as Failure {
            let weights = SampleSet.listed(original.unsoundWeights, "other tensor")
            if !weights.isEmpty, !failure.diagnostics.isEmpty {
                failure.diagnostics[0].notes += ["the model's weights are not all finite"] + weights
                failure.diagnostics[0].hint = "train or export the model anew"
            }
            throw failure
        }
        (self.configuration, self.schema, self.calibrationRows) = (configuration, schema, calibrationRows)
        (self.runtime, self.context) = (runtime, context)
        try configuration.check(schema)
    }

    /// - Throws: `Failure` if the quantized model does not run, or answers what is no finite number.
    func trial(_ options: Quantizer.Options, _ result: QuantizationResult) throws -> QuantizationTrial<Outcome> {
        let bytes = try result.model.bytes
        let predictor = try Predictor(
            bytes: bytes, name: "\(name), quantized", schema: schema, runtime: runtime, threads: context.threads)
        let after = try predictor.predict(table, of: MeasuredSplit.valid.words)
        var report = try QuantizationReport(
            configuration: configuration, schema: schema, result: result, truth: truth,
            before: .init(size: size, predictions: predictions), after: .init(size: bytes.count, predictions: after))
        report.method = options.mode.method
        report.calibrationRows = options.mode == .static ? calibrationRows : 0
        report.groups = try groups(after)
        report.operators = .init(before: operators, after: result.model.operatorCounts)
        return QuantizationTrial(
            options: options, size: bytes.count, signalToNoise: report.signalToNoise, isKept: report.isKept,
            keepsAnswers: report.keepsAnswers, isSmaller: bytes.count < size,
            outcome: Outcome(bytes: bytes, predictor: predictor, result: result, report: report))
    }

    /// The drop on the groups of each slice: of several together as sure as of all rows (Bonferroni's correction).
    private func groups(_ after: Predictor.Predictions) throws -> [QuantizationReport.Group] {
        let count = slices.slices.reduce(0) { $0 + $1.groups.count }
        return try slices.slices.flatMap { column, groups in
            try groups.map { group in
                let drop = try PairedDrop(
                    truth.rows(group.rows), predictions.rows(group.rows, of: truth.count), after.rows(group.rows, of: truth.count),
                    level: 1 - 0.05 / Double(count))
                return QuantizationReport.Group(column, group, drop, maxDrop: configuration.maxAccuracyDrop)
            }
        }
    }
}

extension QuantizeConfiguration {
    /// - Throws: `Failure` for a bound of what the task has not.
    fileprivate func check(_ schema: TableSchema) throws {
        let flipped = AnswerCost.Quantity.flipped.rawValue
        guard schema.task == .regression, bounds.contains(where: { $0.quantity == flipped }) else { return }
        throw Failure(
            "`\(flipped)` cannot be bounded here: the target `\(schema.target)` is a number",
            hint: "bound `\(AnswerCost.Quantity.signalToNoise.rawValue)` or `\(AnswerCost.Quantity.largestDifference.rawValue)`")
    }
}
