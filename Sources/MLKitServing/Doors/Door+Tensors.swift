internal import MLKitCore
internal import MLKitONNX

/// What the doors of other servers take and answer for models that are known by their tensors.
extension Door {
    /// `{"predictions": …}`: nested lists; where the model has several outputs, by output, or an object for each row.
    func predictions(of tensors: [Tensor], under key: String = "predictions", byRow isByRow: Bool = false) throws -> Response {
        let outputs = model.engine.outputs
        let rows = tensors.first?.shape.first ?? 1
        let names = outputs.map(\.name)
        let results = try service.run(model, tensors, outputs: names, rows: rows, cancellation)
        for (output, tensor) in zip(outputs, results) { try ModelFault.check(tensor, output.name) }
        if isByRow, let other = zip(outputs, results).first(where: { $1.shape.first != rows })?.0 {
            throw Refusal(
                .badRequest, "the model's output `\(other.name)` is not one a row; give the tensors as `inputs`, not as `instances`")
        }
        try cancellation.charge(results.reduce(0) { $0 + $1.writtenSize(isBinary: false) + $1.emptyLists * 3 })
        return response(key) { json in
            if results.count == 1 { return results[0].writeNested(to: &json) }
            guard isByRow else { return write(results, row: nil, &json) }
            json.list(0..<rows) { json, row in write(results, row: row, &json) }
        }
    }

    /// An object of all outputs, or of one row of each.
    private func write(_ results: [Tensor], row: Int?, _ json: inout JSONOutput) {
        for (place, (output, tensor)) in zip(model.engine.outputs, results).enumerated() {
            json.put(place == 0 ? "{" : ",")
            json.put(text: output.name)
            json.put(":")
            if let row { tensor.writeNested(row: row, to: &json) } else { tensor.writeNested(to: &json) }
        }
        json.put("}")
    }

    // MARK: Reading

    /// TensorFlow Serving's `instances`: the values of a model with one input, or an object for each row.
    func instances(_ scanner: inout JSONScanner, _ problems: inout Problems) throws -> [Tensor] {
        guard scanner.isListOfObjects else { return try tensors(&scanner, &problems) }
        var lists = model.rules.map { NestedList($0, cancellation) }
        var rows = 0
        try scanner.elements { scanner in
            rows += 1
            if rows > service.limits.rows { throw TableReader.tooMany(service.limits.rows) }
            try takeInstance(rows, &scanner, &lists, &problems)
        }
        var taken = [String: Tensor]()
        for (position, list) in lists.enumerated() { taken[list.rule.name] = try tensor(list, position, &problems) }
        return try inOrder(taken, &problems)
    }

    private func takeInstance(
        _ row: Int, _ scanner: inout JSONScanner, _ lists: inout [NestedList], _ problems: inout Problems
    ) throws {
        guard try scanner.kind() == .object else {
            let shown = try scanner.element().shown
            return try problems.add("instance \(row): expected an object, got \(shown)")
        }
        var seen = Set<Int>()
        try scanner.members { scanner, key in
            let name = scanner.string(key)
            guard let position = model.position(of: name) else {
                _ = try scanner.skip()
                return try problems.add("instance \(row): \(unknown(name))")
            }
            if !seen.insert(position).inserted { try problems.add("instance \(row): input `\(name.excerpt)` is given twice") }
            let range = try scanner.skip()
            var reader = JSONScanner(scanner, at: range)
            if try !lists[position].takeRow(&reader, &problems) {
                try problems.add("instance \(row): input `\(model.rules[position].name)` has lists of different lengths")
            }
        }
        for (position, rule) in model.rules.enumerated() where !seen.contains(position) {
            try problems.add("instance \(row): input `\(rule.name)` is missing")
        }
    }

    private func unknown(_ name: String) -> String {
        "the model has no input `\(name.excerpt)`\(name.hint(among: model.rules.map(\.name)))"
    }

    /// The tensors of a model that has no columns: nested lists by input, or one for a model with one input.
    func tensors(_ scanner: inout JSONScanner, _ problems: inout Problems) throws -> [Tensor] {
        var tensors = [String: Tensor]()
        if try scanner.kind() == .object {
            var seen = Set<Int>()
            try scanner.members { scanner, key in
                let name = scanner.string(key)
                guard let position = model.position(of: name) else {
                    _ = try scanner.skip()
                    return try problems.add(unknown(name))
                }
                if !seen.insert(position).inserted { try problems.add("input `\(name.excerpt)` is given twice") }
                tensors[model.rules[position].name] = try tensor(position, &scanner, &problems)
            }
        } else if model.rules.count == 1 {
            tensors[model.rules[0].name] = try tensor(0, &scanner, &problems)
        } else {
            try problems.add("the model has \(model.rules.count) inputs; expected an object with a list for each")
            _ = try scanner.skip()
        }
        for rule in model.rules where tensors[rule.name] == nil && problems.isEmpty { try problems.add("input `\(rule.name)` is missing") }
        return try inOrder(tensors, &problems)
    }

    private func inOrder(_ tensors: [String: Tensor], _ problems: inout Problems) throws -> [Tensor] {
        try model.compareDimensions(of: tensors, &problems)
        return model.rules.compactMap { tensors[$0.name] }
    }

    private func tensor(_ position: Int, _ scanner: inout JSONScanner, _ problems: inout Problems) throws -> Tensor? {
        let range = try scanner.skip()
        var reader = JSONScanner(scanner, at: range)
        var list = NestedList(model.rules[position], cancellation)
        guard try list.take(&reader, &problems) else { return nil }
        return try tensor(list, position, &problems)
    }

    /// An empty list is no rows, whatever they would be.
    private func tensor(_ list: NestedList, _ position: Int, _ problems: inout Problems) throws -> Tensor? {
        guard problems.isEmpty else { return nil }
        let input = model.engine.inputs[position]
        let given = list.shape == [0] ? input.emptyShape ?? list.shape : list.shape
        guard let shape = input.fit(given) else {
            try problems.add("input `\(list.rule.name)` has shape \(list.shape), and the model takes \(input.wireShape)")
            return nil
        }
        if (shape.first ?? 0) > service.limits.rows { throw TableReader.tooMany(service.limits.rows) }
        return try list.buffer.tensor(shape: shape)
    }
}
