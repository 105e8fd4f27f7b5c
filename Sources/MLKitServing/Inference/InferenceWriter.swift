internal import MLKitCore
internal import MLKitONNX

/// Writes the answer to an inference request: JSON, with the bytes of tensors behind it where they are wanted.
struct InferenceWriter {
    let model: ServedModel

    /// - Parameter tensors: one for each of the wanted outputs.
    /// - Throws: `ModelFault` for numbers that are not finite and texts that are not UTF-8, unless they go as bytes and nothing
    ///   says that they are predictions: JSON has no word for them.
    func response(_ tensors: [Tensor], to request: InferenceRequest, _ cancellation: Cancellation) throws -> Response {
        let size = zip(request.outputs, tensors).reduce(256) { $0 + ($1.0.classes == nil ? $1.1.writtenSize(isBinary: $1.0.isBinary) : 0) }
        try cancellation.charge(size)
        var output = JSONOutput(capacity: size)
        var binary = [UInt8]()
        output.put("{\"model_name\":")
        output.put(text: model.name)
        output.put(",\"model_version\":")
        output.put(text: model.version)
        if let id = request.id {
            output.put(",\"id\":")
            output.put(text: id)
        }
        output.put(",\"outputs\":")
        try output.list(zip(request.outputs, tensors)) { output, pair in
            var (wanted, tensor) = pair
            if let count = wanted.classes { tensor = try best(count, of: tensor, wanted.name) }
            try write(tensor, wanted, &output, &binary)
        }
        output.put("}")
        guard request.outputs.contains(where: \.isBinary) else { return Response(.ok, body: output.bytes) }
        var response = Response(.ok, contentType: .binary, body: output.bytes + binary)
        response.fields.append(Response.Field(HeaderName.inferenceHeaderLength.rawValue, "\(output.bytes.count)"))
        return response
    }

    private func write(
        _ tensor: Tensor, _ wanted: WantedOutput, _ output: inout JSONOutput, _ binary: inout [UInt8]
    ) throws {
        if !wanted.isBinary || model.isTabular { try ModelFault.check(tensor, wanted.name) }
        output.put("{\"name\":")
        output.put(text: wanted.name)
        output.put(",\"datatype\":\"")
        output.put(raw: Datatype(tensor.type).rawValue)
        output.put("\",\"shape\":")
        output.list(tensor.shape)
        if wanted.isBinary {
            let before = binary.count
            tensor.appendBinary(to: &binary)
            output.put(",\"parameters\":{\"binary_data_size\":")
            output.put(binary.count - before)
            output.put("}}")
        } else {
            output.put(",\"data\":")
            tensor.write(to: &output)
            output.put("}")
        }
    }

    /// The best classes of each row as `score:index:label`, Triton's classification extension.
    private func best(_ count: Int, of tensor: Tensor, _ name: String) throws -> Tensor {
        // A number that is none has no rank among others.
        if !tensor.isFinite { throw ModelFault.notFinite(name) }
        let wholes = tensor.wholes
        guard let scores = tensor.reals ?? wholes?.map(Double.init), let width = tensor.shape.last, tensor.shape.count == 2,
            width > 0
        else {
            throw Refusal(.badRequest, "output `\(name)` has no scores of classes, which `classification` is for")
        }
        let count = min(count, width)
        let texts = (0..<tensor.shape[0]).flatMap { row in
            let scores = scores[(row * width)..<((row + 1) * width)]
            return scores.enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.prefix(count).map { index, score in
                "\(wholes == nil ? "\(score)" : "\(Int(score))"):\(index)" + (classes(width).map { ":\($0[index])" } ?? "")
            }
        }
        return try Tensor(.string(texts), shape: [tensor.shape[0], count])
    }

    private func classes(_ width: Int) -> [String]? { model.classes.count == width ? model.classes : nil }
}
