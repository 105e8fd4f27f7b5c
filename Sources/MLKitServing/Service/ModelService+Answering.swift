internal import MLKitCore
internal import MLKitONNX

/// What models are asked for by the Open Inference Protocol and by `/predict`.
extension ModelService {
    func infer(_ request: Request, _ model: ServedModel, _ cancellation: Cancellation) throws -> Response {
        let length = try request.fields[.inferenceHeaderLength].map { text in
            guard text.utf8.allSatisfy(ByteClass.isDigit), let length = Int(text), (0...request.body.count).contains(length) else {
                throw Refusal(.badRequest, "`Inference-Header-Content-Length` is no length within the body")
            }
            guard length > 0 || request.body.isEmpty else {
                throw Refusal(.badRequest, "a tensor without a JSON text before it is not taken; name its input, datatype and shape in one")
            }
            return length
        }
        let asked = try InferenceReader.read(
            request.body, headLength: length, for: model, rowLimit: limits.rows, cancellation)
        let rows = asked.inputs.first?.shape.first ?? 1
        let tensors = try run(model, asked.inputs, outputs: asked.outputs.map(\.name), rows: rows, cancellation)
        return try InferenceWriter(model: model).response(tensors, to: asked, cancellation)
    }

    /// What a model makes of nothing it alone knows: a sum may be 0, and two rows of no columns are two. Of a model of rows it is
    /// known that no rows have no answers, and not every model can be asked for them.
    func answer(_ model: ServedModel, _ inputs: [Tensor], _ outputs: [String]) throws -> [Tensor] {
        guard inputs.contains(where: { $0.count == 0 }) else { return try model.engine.run(inputs, outputs: outputs) }
        let isWithoutRows = inputs.allSatisfy { $0.shape.first == 0 }
        if model.isTabular, isWithoutRows, let empty = try emptyOutputs(outputs, model) { return empty }
        do {
            return try model.engine.run(inputs, outputs: outputs)
        } catch is Failure {
            if isWithoutRows, let empty = try emptyOutputs(outputs, model) { return empty }
            throw Refusal(.badRequest, "the model has no answer for tensors without elements")
        }
    }

    /// The outputs of no rows; `nil` where their shapes do not tell.
    private func emptyOutputs(_ names: [String], _ model: ServedModel) throws -> [Tensor]? {
        let tensors = try names.compactMap { name -> Tensor? in
            guard let output = model.engine.outputs.first(where: { $0.name == name }), let type = output.type,
                let shape = output.emptyShape
            else { return nil }
            return try Tensor.empty(type, shape: shape)
        }
        return tensors.count == names.count ? tensors : nil
    }

    func predict(_ request: Request, _ model: ServedModel, _ cancellation: Cancellation) throws -> Response {
        guard let writer = model.predictions else {
            let place = "/v2/models/\(PercentEncoding.encoded(model.name))/infer"
            throw Refusal(.badRequest, "`\(model.name)` has no columns; ask it for tensors at \(place)")
        }
        let table = try PredictRequest(request.body, for: model, rowLimit: limits.rows, cancellation)
        let tensors = table.rows == 0
            ? [] : try run(model, table.tensors, outputs: writer.outputs, rows: table.rows, cancellation)
        let size = 128 + writer.size(rows: table.rows)
        try cancellation.charge(size)
        var output = JSONOutput(capacity: size)
        output.put("{\"model\":{\"name\":")
        output.put(text: model.name)
        output.put(",\"version\":")
        output.put(text: model.version)
        output.put("},\"predictions\":")
        try writer.write(tensors, rows: table.rows, as: .named, to: &output)
        output.put("}")
        return Response(.ok, body: output.bytes)
    }
}
