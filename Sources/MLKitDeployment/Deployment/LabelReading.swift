internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitSignature
internal import MLKitTables

/// Finds out how a classifier's labels name its classes.
struct LabelReading {
    private let session: Session
    private let signature: ModelSignature

    init(_ session: Session, _ signature: ModelSignature) {
        self.session = session
        self.signature = signature
    }

    /// - Parameters:
    ///   - table: rows that the model is asked to tell it.
    ///   - rows: the most that are asked.
    /// - Throws: `Failure` for labels that are no texts, and no whole numbers that name classes.
    func form(_ table: Table, rows: Int) throws -> LabelForm {
        guard let label = try LabelOutput(session, signature), !label.isText else { return .text }
        let count = min(rows, table.rowCount)
        guard count > 0 else { throw Failure("there are no test rows to ask the model about") }
        let inputs = try SampleRows(table, signature).tensors(count, for: session.inputs)
        let outputs = try session.run(inputs, outputs: [ModelOutput.label.name, signature.task.answer.name])
        return try label.form(
            outputs[ModelOutput.label.name]?.wholes ?? [], outputs[signature.task.answer.name]?.reals ?? [])
    }
}
