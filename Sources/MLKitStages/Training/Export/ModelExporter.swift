internal import MLKitCore
internal import MLKitONNX

/// Puts preprocessing, model and answer into one ONNX graph.
struct ModelExporter {
    let encoder: FeatureEncoder
    let target: Target
    let model: String
    let kind: String

    /// Classification answers `label` (text [N]) and `probabilities` (float [N, classes], in the order of the
    /// metadata's `classes`); regression answers `prediction` (float [N, 1]).
    func export(_ estimator: any Estimator) throws -> Model {
        var builder = GraphBuilder(name: model)
        let columns = encoder.declareInputs(&builder)
        let answer = try estimator.export(columns, encoder: encoder, to: &builder)
        if target.task == .regression {
            builder.output(answer, name: "prediction", .float, shape: ["N", 1])
        } else {
            builder.output(label(answer, &builder), name: "label", .string, shape: ["N"])
            builder.output(answer, name: "probabilities", .float, shape: ["N", .fixed(target.classes.count)])
        }
        return try builder.model(metadata: metadata)
    }

    /// The class of the highest probability; of equal ones the first.
    private func label(_ probabilities: Value, _ builder: inout GraphBuilder) -> Value {
        let best = builder.node("ArgMax", [probabilities], [("axis", .int(1)), ("keepdims", .int(0))])
        return builder.node("Gather", [builder.constant(Tensor(.string(target.classes))), best])
    }

    private var metadata: [String: String] {
        var metadata = [
            "task": target.task.rawValue, "target": target.column.name, "model": model, "kind": kind,
            "features": JSON.array(encoder.columns.map { .string($0.name) }).compact,
        ]
        if target.task != .regression {
            metadata["classes"] = JSON.array(target.classes.map { .string($0) }).compact
        }
        return metadata
    }
}
