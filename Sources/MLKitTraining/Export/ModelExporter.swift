internal import MLKitONNX
internal import MLKitSignature
internal import MLKitTables

/// Puts preprocessing, model and answer into one ONNX graph.
struct ModelExporter {
    let target: Target
    /// Its name, and that of its family.
    let model: String
    let family: String

    /// The raw columns are inputs, in the order of the schema. Classification answers `label` (text [N]) and `probabilities` (float
    /// [N, classes], in the order of the metadata's `classes`); regression answers `prediction` (float [N, 1]).
    func export(_ fitted: any TableModel) throws -> Model {
        var builder = GraphBuilder(name: model)
        let columns = builder.inputs(for: fitted.columns)
        let answer = try fitted.export(columns, to: &builder)
        if target.task == .regression {
            builder.output(answer, name: ModelOutput.prediction.name, .float, shape: ["N", 1])
        } else {
            builder.output(label(answer, &builder), name: ModelOutput.label.name, .string, shape: ["N"])
            builder.output(
                answer, name: ModelOutput.probabilities.name, .float, shape: ["N", .fixed(target.classes.count)])
        }
        let model = try builder.model(metadata: metadata(fitted).texts)
        return try fitted.quantization.map { try model.quantized($0.products, $0.options) } ?? model
    }

    /// The class of the highest probability; of equal ones the first.
    private func label(_ probabilities: Value, _ builder: inout GraphBuilder) -> Value {
        let best = builder.node("ArgMax", [probabilities], [("axis", .int(1)), ("keepdims", .int(0))])
        return builder.node("Gather", [builder.constant(Tensor(.string(target.classes))), best])
    }

    private func metadata(_ fitted: any TableModel) -> ModelMetadata {
        ModelMetadata(
            model: model, kind: family, task: target.task, target: target.column.name,
            features: fitted.columns.map(\.name), classes: target.task == .regression ? nil : target.classes,
            trainingRows: fitted.heldRows)
    }
}

extension GraphBuilder {
    /// Declares raw columns as inputs of the model: doubles [N, 1] for numbers (NaN: missing), texts [N, 1] for the others (empty:
    /// missing).
    mutating func inputs(for columns: [ColumnSchema]) -> [Value] {
        columns.map { input($0.name, $0.isNumeric ? .double : .string, shape: ["N", 1]) }
    }
}
