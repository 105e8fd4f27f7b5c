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
        let name = ModelOutput.label.name
        guard signature.outputs.contains(.label), let label = session.outputs.first(where: { $0.name == name }) else { return .text }
        guard label.type != .string else { return .text }
        guard label.type == .int64 || label.type == .int32 else {
            throw Failure(
                "the model's output `\(name)` is \(label)", hint: "export it as texts [N], or as whole numbers [N] that stand for classes")
        }
        let count = min(rows, table.rowCount)
        guard count > 0 else { throw Failure("there are no test rows to ask the model about") }
        let inputs = try SampleRows(table, signature).tensors(count, for: session.inputs)
        let outputs = try session.run(inputs, outputs: [name, signature.task.answer.name])
        let numbers = outputs[name]?.wholes ?? []
        let shares = outputs[signature.task.answer.name]?.reals ?? []
        if let form = LabelForm.telling(numbers, probabilities: shares, classes: signature.classes) { return form }
        let shown = Set(numbers).sorted().prefix(5).map(String.init).joined(separator: ", ")
        throw Failure(
            "the model's output `\(name)` has numbers that stand for no class",
            notes: ["it gives \(shown), and the classes are \(Suggestion.list(signature.classes))"],
            hint: "export places of classes, from 0, or the classes themselves")
    }
}
