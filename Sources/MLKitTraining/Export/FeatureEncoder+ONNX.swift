internal import MLKitONNX
internal import MLKitTables

extension FeatureEncoder {
    /// Adds what computes the features [N, width] from the raw columns.
    func export(_ inputs: [Value], to builder: inout GraphBuilder) throws -> Value {
        let byName = byName(inputs)
        var parts = [Value]()
        if let numbers = try exportNumbers(inputs, to: &builder) { parts.append(numbers) }
        parts += categorical.filter { $0.isNative && $0.levels > 0 }.compactMap { encoder in
            byName[encoder.name].map { encoder.exportInput($0, to: &builder) }
        }
        let encoded = try exportPlaces(inputs, to: &builder).map { levels, places in
            Self.oneHot(places, levels, to: &builder)
        }
        if !encoded.isEmpty {
            // Each is [N, 1, width]; the middle dimension goes once for all of them.
            let joined = Self.concatenate(encoded, axis: 2, &builder)
            parts.append(builder.node("Squeeze", [joined, builder.constant(Tensor(.int64([1])))]))
        }
        parts += try exportTexts(inputs, to: &builder).map(\.terms)
        return Self.concatenate(parts, axis: 1, &builder)
    }

    /// Adds the terms [N, width] of all columns of texts that have any.
    func exportTexts(_ inputs: [Value], to builder: inout GraphBuilder) throws -> [(encoder: TextEncoder, terms: Value)] {
        let byName = byName(inputs)
        var exported: [(encoder: TextEncoder, terms: Value)] = []
        for encoder in texts where encoder.width > 0 {
            if let column = byName[encoder.name] { exported.append((encoder, try encoder.export(column, to: &builder))) }
        }
        return exported
    }

    private func byName(_ inputs: [Value]) -> [String: Value] {
        Dictionary(zip(columns.map(\.name), inputs)) { first, _ in first }
    }

    /// Adds the place of each row's category or range, [N, 1], of all columns that have one input for each, with how many there are; what
    /// is none is past the last.
    func exportPlaces(_ inputs: [Value], to builder: inout GraphBuilder) throws -> [(levels: Int, places: Value)] {
        let byName = byName(inputs)
        var all = [(levels: Int, places: Value)]()
        for encoder in categorical where encoder.levels > 0 && !encoder.isNative {
            if let column = byName[encoder.name] { all.append((encoder.levels, encoder.exportPlaces(column, to: &builder))) }
        }
        for encoder in bins {
            if let column = byName[encoder.name] { all.append((encoder.levels, try encoder.exportPlaces(column, to: &builder))) }
        }
        for encoder in crosses {
            if let first = byName[encoder.first.name], let second = byName[encoder.second.name] {
                all.append((encoder.levels, encoder.exportPlaces(first, second, to: &builder)))
            }
        }
        return all
    }

    /// Adds what turns places [N, 1] into floats [N, 1, levels]: ones at these places. A place past the last gives a row of zeros.
    private static func oneHot(_ places: Value, _ levels: Int, to builder: inout GraphBuilder) -> Value {
        builder.node(
            "OneHot", [places, builder.constant(.scalar(Int64(levels))), builder.constant(Tensor(.float([0, 1])))])
    }

    /// Adds all inputs that are no categories nor terms, [N, numberWidth]; `nil` where there are none.
    func exportNumbers(_ inputs: [Value], to builder: inout GraphBuilder) throws -> Value? {
        let byName = byName(inputs)
        var parts = [try exportScaled(byName, to: &builder)].compactMap { $0 }
        for table in tables where table.width > 0 {
            if let column = byName[table.name] { parts.append(try table.export(column, to: &builder)) }
        }
        return parts.isEmpty ? nil : Self.concatenate(parts, axis: 1, &builder)
    }

    /// All columns of numbers and parts of dates, with what says where a number is missing, at once: in double precision up to the last
    /// step, so that the graph and the trainer round alike.
    private func exportScaled(_ byName: [String: Value], to builder: inout GraphBuilder) throws -> Value? {
        var columns = numeric.compactMap { byName[$0.name] }
        for date in dates { columns += byName[date.name].map { date.export($0, to: &builder) } ?? [] }
        guard !columns.isEmpty else { return nil }
        let numbers = numbers
        let shape = [1, numbers.count]
        let offset = builder.constant(try Tensor(.double(numbers.map(\.offset)), shape: shape))
        let scale = builder.constant(try Tensor(.double(numbers.map(\.scale)), shape: shape))
        let raw = Self.concatenate(columns, axis: 1, &builder)
        let clipped = try exportClipping(raw, to: &builder)
        var (filled, missing) = (clipped, Value?.none)
        // Where nothing is filled in, what is missing stays so by itself.
        if !indicated.isEmpty || numbers.contains(where: { !$0.fill.isNaN }) {
            let mask = builder.node("IsNaN", [raw])
            let fill = builder.constant(try Tensor(.double(numbers.map(\.fill)), shape: shape))
            (filled, missing) = (builder.node("Where", [mask, fill, clipped]), mask)
        }
        let transformed = try exportTransforms(filled, to: &builder)
        let scaled = builder.node("Div", [builder.node("Sub", [transformed, offset]), scale])
        let inputs = builder.node("Cast", [scaled], [("to", .int(1))])
        var parts = [inputs]
        if let missing, !indicated.isEmpty {
            let wanted = indicated.count == numbers.count ? missing : Self.gather(missing, indicated, &builder)
            parts.append(builder.node("Cast", [wanted], [("to", .int(1))]))
        }
        if !products.isEmpty {
            let factors = (0...1).map { side in Self.gather(inputs, products.map { $0[side] }, &builder) }
            parts.append(builder.node("Mul", factors))
        }
        return Self.concatenate(parts, axis: 1, &builder)
    }

    /// Some columns of a matrix.
    private static func gather(_ matrix: Value, _ places: [Int], _ builder: inout GraphBuilder) -> Value {
        builder.node("Gather", [matrix, builder.constant(Tensor(.int64(places.map(Int64.init))))], [("axis", .int(1))])
    }

    /// Moves numbers between their bounds; what is missing is filled in afterwards.
    private func exportClipping(_ raw: Value, to builder: inout GraphBuilder) throws -> Value {
        let numbers = numbers
        guard numbers.contains(where: \.isClipped) else { return raw }
        let low = builder.constant(try Tensor(.double(numbers.map(\.low)), shape: [1, numbers.count]))
        let high = builder.constant(try Tensor(.double(numbers.map(\.high)), shape: [1, numbers.count]))
        return builder.node("Min", [builder.node("Max", [raw, low]), high])
    }

    /// As `PowerTransform` has it, of the columns that have one.
    private func exportTransforms(_ values: Value, to builder: inout GraphBuilder) throws -> Value {
        let transforms = numbers.map(\.transform)
        guard transforms.contains(where: { $0 != nil }) else { return values }
        func row(_ numbers: [Double]) throws -> Value { builder.constant(try Tensor(.double(numbers), shape: [1, numbers.count])) }
        let (zero, one) = (builder.constant(.scalar(0.0)), builder.constant(.scalar(1.0)))
        let isBelow = builder.node("Less", [values, zero])
        let exponents = builder.node(
            "Where", [isBelow, try row(transforms.map { $0?.negative ?? 1 }), try row(transforms.map { $0?.positive ?? 1 })])
        let base = builder.node("Add", [one, builder.node("Abs", [values])])
        let isLogarithm = builder.node("Equal", [exponents, zero])
        let divisor = builder.node("Where", [isLogarithm, one, exponents])
        let power = builder.node("Div", [builder.node("Sub", [builder.node("Pow", [base, exponents]), one]), divisor])
        let size = builder.node("Where", [isLogarithm, builder.node("Log", [base]), power])
        let transformed = builder.node("Where", [isBelow, builder.node("Neg", [size]), size])
        guard transforms.contains(where: { $0 == nil }) else { return transformed }
        let has = builder.constant(try Tensor(.bool(transforms.map { $0 != nil }), shape: [1, transforms.count]))
        return builder.node("Where", [has, transformed, values])
    }

    private static func concatenate(_ values: [Value], axis: Int, _ builder: inout GraphBuilder) -> Value {
        values.count == 1 ? values[0] : builder.node("Concat", values, [("axis", .int(axis))])
    }
}

extension CategoricalEncoder {
    /// Adds what turns the texts [N, 1] into the number of each category, [N, 1]; what is none of them is past the last,
    /// or below 0 where the numbers themselves are inputs.
    func exportPlaces(_ texts: Value, to builder: inout GraphBuilder) -> Value {
        if let buckets { return exportBuckets(texts, buckets, missing: missing ?? levels, to: &builder) }
        let table = table
        return builder.node(
            "LabelEncoder", domain: "ai.onnx.ml", [texts],
            [
                ("keys_strings", .strings(table.keys)), ("values_int64s", .ints(table.places)),
                ("default_int64", .int(fallback)),
            ])
    }

    /// Adds what turns the texts [N, 1] into the number of each category as a float, [N, 1]: that of `exportPlaces`, by a node less
    /// for a column, which the quickest of models notice.
    func exportInput(_ texts: Value, to builder: inout GraphBuilder) -> Value {
        guard buckets == nil else { return builder.node("Cast", [exportPlaces(texts, to: &builder)], [("to", .int(1))]) }
        let table = table
        return builder.node(
            "LabelEncoder", domain: "ai.onnx.ml", [texts],
            [
                ("keys_strings", .strings(table.keys)), ("values_floats", .floats(table.places.map(Float.init))),
                ("default_float", .float(Float(fallback))),
            ])
    }

    /// Where a text goes that is no category.
    private var fallback: Int { other ?? (isNative ? -1 : levels) }

    /// The texts that have a place, with it.
    private var table: (keys: [String], places: [Int]) {
        let places = Array(categories.indices)
        let absent = missing ?? (isNative ? -1 : levels)
        guard absent != fallback else { return (categories, places) }
        return (categories + [""], places + [absent])
    }

    private func exportBuckets(_ texts: Value, _ buckets: Int, missing: Int, to builder: inout GraphBuilder) -> Value {
        let hashes = builder.node("MurmurHash3", domain: "com.microsoft", [texts], [("seed", .int(0)), ("positive", .int(1))])
        let places = builder.node(
            "Mod", [builder.node("Cast", [hashes], [("to", .int(7))]), builder.constant(.scalar(Int64(buckets)))])
        let isMissing = builder.node(
            "LabelEncoder", domain: "ai.onnx.ml", [texts],
            [("keys_strings", .strings([""])), ("values_int64s", .ints([1])), ("default_int64", .int(0))])
        let condition = builder.node("Cast", [isMissing], [("to", .int(9))])
        return builder.node("Where", [condition, builder.constant(.scalar(Int64(missing))), places])
    }
}

extension CategoryTable {
    /// Adds what turns the texts [N, 1] into floats [N, width]: a look-up of each category's row in the table.
    func export(_ texts: Value, to builder: inout GraphBuilder) throws -> Value {
        let rows = builder.constant(try Tensor(.float(values), shape: [categories.levels + 1, width]))
        let found = builder.node("Gather", [rows, categories.exportPlaces(texts, to: &builder)])
        return builder.node("Squeeze", [found, builder.constant(Tensor(.int64([1])))])
    }
}

extension BinEncoder {
    /// Adds the place of each number's range, [N, 1]: how many edges are at most as large.
    func exportPlaces(_ numbers: Value, to builder: inout GraphBuilder) throws -> Value {
        let missing = builder.constant(Tensor(.int64([Int64(missingPlace)])))
        var places = builder.constant(Tensor(.int64([0])))
        if !edges.isEmpty {
            let row = builder.constant(try Tensor(.double(edges), shape: [1, edges.count]))
            let isFrom = builder.node("Cast", [builder.node("GreaterOrEqual", [numbers, row])], [("to", .int(7))])
            let axes = builder.constant(Tensor(.int64([1])))
            places = builder.node("ReduceSum", [isFrom, axes], [("keepdims", .int(1))])
        }
        return builder.node("Where", [builder.node("IsNaN", [numbers]), missing, places])
    }
}

extension CrossEncoder {
    /// Adds the place of each row's pair, [N, 1].
    func exportPlaces(_ one: Value, _ other: Value, to builder: inout GraphBuilder) -> Value {
        let width = builder.constant(.scalar(Int64(second.levels + 1)))
        let rows = builder.node("Mul", [exportPlaces(one, of: first, to: &builder), width])
        let pairs = builder.node("Add", [rows, exportPlaces(other, of: second, to: &builder)])
        let known = places.sorted { $0.value < $1.value }
        return builder.node(
            "LabelEncoder", domain: "ai.onnx.ml", [pairs],
            [
                ("keys_int64s", .ints(known.map(\.key))), ("values_int64s", .ints(known.map(\.value))), ("default_int64", .int(otherwise)),
            ])
    }

    /// A column without any value has one place.
    private func exportPlaces(_ texts: Value, of encoder: CategoricalEncoder, to builder: inout GraphBuilder) -> Value {
        guard encoder.levels == 0 else { return encoder.exportPlaces(texts, to: &builder) }
        return builder.node(
            "LabelEncoder", domain: "ai.onnx.ml", [texts],
            [("keys_strings", .strings([""])), ("values_int64s", .ints([0])), ("default_int64", .int(0))])
    }
}
