internal import MLKitONNX
internal import MLKitSignature
internal import MLKitTables

/// Puts preprocessing, model and answer into one ONNX graph.
struct ModelExporter {
    let encoder: FeatureEncoder
    let target: Target
    /// Its name, and that of its family.
    let model: String
    let family: String

    /// Classification answers `label` (text [N]) and `probabilities` (float [N, classes], in the order of the
    /// metadata's `classes`); regression answers `prediction` (float [N, 1]).
    func export(_ estimator: any Estimator) throws -> Model {
        var builder = GraphBuilder(name: model)
        let columns = encoder.declareInputs(&builder)
        let answer = try estimator.export(columns, encoder: encoder, to: &builder)
        if target.task == .regression {
            builder.output(answer, name: ModelOutput.prediction.name, .float, shape: ["N", 1])
        } else {
            builder.output(label(answer, &builder), name: ModelOutput.label.name, .string, shape: ["N"])
            builder.output(
                answer, name: ModelOutput.probabilities.name, .float, shape: ["N", .fixed(target.classes.count)])
        }
        return try builder.model(metadata: metadata.texts)
    }

    /// The class of the highest probability; of equal ones the first.
    private func label(_ probabilities: Value, _ builder: inout GraphBuilder) -> Value {
        let best = builder.node("ArgMax", [probabilities], [("axis", .int(1)), ("keepdims", .int(0))])
        return builder.node("Gather", [builder.constant(Tensor(.string(target.classes))), best])
    }

    private var metadata: ModelMetadata {
        ModelMetadata(
            model: model, kind: family, task: target.task, target: target.column.name,
            features: encoder.columns.map(\.name), classes: target.task == .regression ? nil : target.classes)
    }
}
