internal import MLKitONNX
internal import MLKitTables

extension FeatureEncoder {
    /// Declares the raw columns as inputs of the model, in the order of the schema: doubles [N, 1] for numbers
    /// (NaN: missing), texts [N, 1] for the others (empty: missing).
    func declareInputs(_ builder: inout GraphBuilder) -> [Value] {
        columns.map { builder.input($0.name, $0.isNumeric ? .double : .string, shape: ["N", 1]) }
    }

    /// Adds what computes the features [N, width] from the raw columns.
    func export(_ inputs: [Value], to builder: inout GraphBuilder) throws -> Value {
        let byName = Dictionary(zip(columns.map(\.name), inputs)) { first, _ in first }
        var parts = [Value]()
        let numbers = numeric.compactMap { byName[$0.name] }
        if !numbers.isEmpty { parts.append(try exportNumeric(numbers, to: &builder)) }
        let encoded = try categorical.filter { $0.width > 0 }.compactMap { encoder in
            try byName[encoder.name].map { try encoder.export($0, to: &builder) }
        }
        if !encoded.isEmpty {
            // Each is [N, 1, width]; the middle dimension goes once for all of them.
            let joined = Self.concatenate(encoded, axis: 2, &builder)
            parts.append(builder.node("Squeeze", [joined, builder.constant(Tensor(.int64([1])))]))
        }
        return Self.concatenate(parts, axis: 1, &builder)
    }

    /// All numeric columns at once, in double precision up to the last step, so that the graph and the trainer
    /// round alike.
    private func exportNumeric(_ columns: [Value], to builder: inout GraphBuilder) throws -> Value {
        let shape = [1, numeric.count]
        let fill = builder.constant(try Tensor(.double(numeric.map(\.fill)), shape: shape))
        let offset = builder.constant(try Tensor(.double(numeric.map(\.offset)), shape: shape))
        let scale = builder.constant(try Tensor(.double(numeric.map(\.scale)), shape: shape))
        let raw = Self.concatenate(columns, axis: 1, &builder)
        let missing = builder.node("IsNaN", [raw])
        let filled = builder.node("Where", [missing, fill, try exportClipping(raw, to: &builder)])
        let scaled = builder.node("Div", [builder.node("Sub", [filled, offset]), scale])
        let numbers = builder.node("Cast", [scaled], [("to", .int(1))])
        guard !indicated.isEmpty else { return numbers }
        let wanted = indicated.count == numeric.count ? missing : builder.node(
            "Gather", [missing, builder.constant(Tensor(.int64(indicated.map(Int64.init))))], [("axis", .int(1))])
        return Self.concatenate([numbers, builder.node("Cast", [wanted], [("to", .int(1))])], axis: 1, &builder)
    }

    /// Moves numbers between their bounds; what is missing is filled in afterwards.
    private func exportClipping(_ raw: Value, to builder: inout GraphBuilder) throws -> Value {
        guard numeric.contains(where: \.isClipped) else { return raw }
        let low = builder.constant(try Tensor(.double(numeric.map(\.low)), shape: [1, numeric.count]))
        let high = builder.constant(try Tensor(.double(numeric.map(\.high)), shape: [1, numeric.count]))
        return builder.node("Min", [builder.node("Max", [raw, low]), high])
    }

    private static func concatenate(_ values: [Value], axis: Int, _ builder: inout GraphBuilder) -> Value {
        values.count == 1 ? values[0] : builder.node("Concat", values, [("axis", .int(axis))])
    }
}

extension CategoricalEncoder {
    /// Adds what turns the texts [N, 1] into floats [N, 1, width]: a look-up of the category's position, then
    /// ones at these positions. A position past the last gives a row of zeros.
    func export(_ texts: Value, to builder: inout GraphBuilder) throws -> Value {
        let fallback = other ?? width
        var keys = categories
        var positions = Array(categories.indices)
        if let missing, missing != fallback {
            keys.append("")
            positions.append(missing)
        }
        let codes = builder.node(
            "LabelEncoder", domain: "ai.onnx.ml", [texts],
            [
                ("keys_strings", .strings(keys)), ("values_int64s", .ints(positions)),
                ("default_int64", .int(fallback)),
            ])
        let depth = builder.constant(.scalar(Int64(width)))
        let offAndOn = builder.constant(Tensor(.float([0, 1])))
        return builder.node("OneHot", [codes, depth, offAndOn])
    }
}
