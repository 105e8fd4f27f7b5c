internal import MLKitONNX
internal import MLKitSignature
internal import MLKitTables

/// Puts models of several labels into one ONNX graph.
struct LabelsExporter {
    let labels: [String]
    /// Its name, and that of its family.
    let model: String
    let family: String

    /// The raw columns are inputs, in the order of the schema. It answers `labels`, truth values [N, labels]: whether the probability
    /// of a label is above a half, and `probabilities`, float [N, labels], both in the order of the metadata's `classes`.
    func export(_ fitted: LabelsModel) throws -> Model {
        var builder = GraphBuilder(name: model)
        let columns = builder.inputs(for: fitted.columns)
        let probabilities = try fitted.export(columns, to: &builder)
        let half = builder.constant(.scalar(Float(0.5)))
        let width = Dimension.fixed(labels.count)
        builder.output(builder.node("Greater", [probabilities, half]), name: ModelOutput.labels.name, .bool, shape: ["N", width])
        builder.output(probabilities, name: ModelOutput.probabilities.name, .float, shape: ["N", width])
        let metadata = ModelMetadata(
            model: model, kind: family, task: .multilabel, target: labels.joined(separator: ", "), features: fitted.columns.map(\.name),
            classes: labels)
        return try builder.model(metadata: metadata.texts)
    }
}
