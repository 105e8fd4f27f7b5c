internal import MLKitCore
internal import MLKitEngines
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec
internal import MLKitTables

/// Runs an exported model beside the trainer that made it: the two must give the same answers.
struct ExportCheck {
    let context: StageContext
    /// Rows that are tried.
    var rows = 1000
    /// The largest difference that is taken for rounding: of a probability, or of a value relative to the
    /// largest value.
    var tolerance: Float = 1e-5
    /// Of a quantized model: what number stands on the edge between two steps may fall to the other side elsewhere, as sums of floats
    /// are rounded another way. Of 100 answers so many may be further apart, and none by more than the last.
    private static let (stepping, largestStep): (Int, Float) = (2, 0.05)

    /// Does nothing but say so where ONNX Runtime is not installed.
    ///
    /// - Returns: the largest difference; `nil` if nothing could be tried.
    /// - Throws: `Failure` if the answers differ.
    func run(_ trained: TrainedModel, on table: Table) throws -> Float? {
        guard context.engines.locate(.onnxruntime) != nil else {
            context.log("ONNX Runtime is not installed: the exported model is not checked")
            return nil
        }
        let rows = table.prefix(rows)
        let differences = try differences(trained, on: rows).sorted()
        let isQuantized = trained.fitted.model.quantization != nil
        let compared = differences.dropLast(isQuantized ? differences.count * Self.stepping / 100 : 0)
        let difference = differences.last ?? 0
        guard compared.last ?? 0 <= tolerance, difference <= (isQuantized ? Self.largestStep : tolerance) else {
            throw Failure(
                "the exported model answers differently from the trained one",
                notes: ["the largest difference over \(plural(rows.rowCount, "row")) is \(difference)"])
        }
        context.log("the exported model answers as trained; the largest difference is \(difference)")
        return difference
    }

    /// The largest difference between a trained model's answers and its export's.
    func largestDifference(_ trained: TrainedModel, on table: Table) throws -> Float {
        try differences(trained, on: table).max() ?? 0
    }

    /// How far each answer of a trained model is from its export's.
    private func differences(_ trained: TrainedModel, on table: Table) throws -> [Float] {
        let expected = try trained.predict(table)
        let session = try Session(
            trained.model, runtime: Runtime(locator: context.engines),
            options: SessionOptions(threads: context.threads))
        let output = trained.report.task.answer.name
        let answers = try session.run(trained.inputs(for: table), outputs: [output])
        guard let actual = answers[output]?.floats, actual.count == expected.count else { return [.infinity] }
        let scale = trained.classes.isEmpty ? expected.reduce(1) { max($0, abs($1)) } : 1
        return zip(actual, expected).map { pair in
            let difference = abs(pair.0 - pair.1) / scale
            return difference.isNaN ? .infinity : difference
        }
    }
}

extension TrainedModel {
    /// A table's feature columns as the exported model takes them, by name.
    func inputs(for table: Table) throws -> [String: Tensor] {
        let inputs = try model.inputs.map { ($0.name, try table.tensor(for: $0, rows: 0..<table.rowCount)) }
        return Dictionary(inputs) { first, _ in first }
    }
}
