internal import MLKitCore
internal import MLKitONNX

/// What the doors of other servers share: rows in their forms, answers in theirs, the same rules as everywhere.
struct Door {
    let service: ModelService
    let model: ServedModel
    let cancellation: Cancellation

    func table() -> TableReader { TableReader(model, rowLimit: service.limits.rows, cancellation) }

    /// Reads a body whose members `take` takes, each once.
    ///
    /// - Throws: `Refusal` for a body that is no object.
    func read<Value>(
        _ body: [UInt8], _ value: inout Value, _ problems: WritableKeyPath<Value, Problems>,
        _ take: (inout JSONScanner, String, inout Value) throws -> Void
    ) throws {
        try JSONBody.read(body) { scanner in
            guard try scanner.kind() == .object else {
                throw Refusal(.badRequest, "expected an object, got \(try scanner.element().shown)")
            }
            var seen = Set<String>()
            do {
                try scanner.members { scanner, key in
                    let key = scanner.string(key)
                    if !seen.insert(key).inserted { try value[keyPath: problems].add("`\(key.excerpt)` is given twice") }
                    try take(&scanner, key, &value)
                }
                try scanner.end()
            } catch is Problems.Enough {}
        }
        try value[keyPath: problems].refuse()
    }

    /// `{"predictions": …}` for the rows of a table.
    func predictions(of table: TableReader, as form: PredictionWriter.Form, under key: String = "predictions") throws -> Response {
        guard let writer = model.predictions else { throw Refusal(.badRequest, "`\(model.name)` has no columns") }
        let tensors = table.rows == 0
            ? [] : try service.run(model, table.tensors(), outputs: writer.outputs, rows: table.rows, cancellation)
        return try response(key) { try writer.write(tensors, rows: table.rows, as: form, to: &$0) }
    }

    /// `{"predictions": …}` for tensors: nested lists, by output where the model has several.
    func predictions(of tensors: [Tensor], under key: String = "predictions") throws -> Response {
        let outputs = model.engine.outputs
        let results = try service.run(
            model, tensors, outputs: outputs.map(\.name), rows: tensors.first?.shape.first ?? 1, cancellation)
        for (output, tensor) in zip(outputs, results) where !tensor.isFinite { throw ModelFault.notFinite(output.name) }
        return response(key) { json in
            if results.count == 1 { return results[0].writeNested(to: &json) }
            for (place, (output, tensor)) in zip(outputs, results).enumerated() {
                json.put(place == 0 ? "{" : ",")
                json.put(text: output.name)
                json.put(":")
                tensor.writeNested(to: &json)
            }
            json.put("}")
        }
    }

    private func response(_ key: String, _ body: (inout JSONOutput) throws -> Void) rethrows -> Response {
        var json = JSONOutput(capacity: 1024)
        json.put("{")
        json.put(text: key)
        json.put(":")
        try body(&json)
        json.put("}")
        return Response(.ok, body: json.bytes)
    }

    /// The tensors of a model that has no columns: nested lists by input, or one for a model with one input.
    func tensors(_ scanner: inout JSONScanner, _ problems: inout Problems) throws -> [Tensor] {
        var tensors = [String: Tensor]()
        if try scanner.kind() == .object {
            try scanner.members { scanner, key in
                let name = scanner.string(key)
                guard let position = model.position(of: name) else {
                    _ = try scanner.skip()
                    return try problems.add("the model has no input `\(name.excerpt)`\(name.hint(among: model.rules.map(\.name)))")
                }
                if tensors[name] != nil { try problems.add("input `\(name.excerpt)` is given twice") }
                tensors[name] = try tensor(position, &scanner, &problems)
            }
        } else if model.rules.count == 1 {
            tensors[model.rules[0].name] = try tensor(0, &scanner, &problems)
        } else {
            try problems.add("the model has \(model.rules.count) inputs; expected an object with a list for each")
            _ = try scanner.skip()
        }
        for rule in model.rules where tensors[rule.name] == nil && problems.isEmpty { try problems.add("input `\(rule.name)` is missing") }
        return model.rules.compactMap { tensors[$0.name] }
    }

    private func tensor(_ position: Int, _ scanner: inout JSONScanner, _ problems: inout Problems) throws -> Tensor? {
        let range = try scanner.skip()
        var reader = JSONScanner(scanner, at: range)
        var list = NestedList(model.rules[position], cancellation)
        guard try list.take(&reader, &problems) else { return nil }
        guard let shape = model.engine.inputs[position].fit(list.shape) else {
            try problems.add("input `\(list.rule.name)` has shape \(list.shape), and the model takes \(model.engine.inputs[position].wireShape)")
            return nil
        }
        if (shape.first ?? 0) > service.limits.rows { throw TableReader.tooMany(service.limits.rows) }
        return try list.buffer.tensor(shape: shape)
    }
}
