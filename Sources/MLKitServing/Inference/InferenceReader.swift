internal import MLKitCore
internal import MLKitONNX

/// Reads an inference request of the Open Inference Protocol, with Triton's binary tensor extension
/// (docs.nvidia.com, "Binary Tensor Data Extension"), and holds it to the model's rules.
struct InferenceReader {
    let model: ServedModel
    let rowLimit: Int
    let cancellation: Cancellation
    var problems = Problems()
    private var entries: [InferenceEntry] = []
    private var isGiven = false
    private var id: String?
    private var outputs: JSON?
    private var parameters: JSON?

    init(_ model: ServedModel, rowLimit: Int, _ cancellation: Cancellation) {
        self.model = model
        self.rowLimit = rowLimit
        self.cancellation = cancellation
    }

    /// - Parameters:
    ///   - body: JSON, with the bytes of tensors behind it.
    ///   - headLength: Bytes of the JSON; all of the body if `nil`.
    /// - Throws: `Refusal` for a request that is not one, or that breaks the model's rules.
    static func read(
        _ body: [UInt8], headLength: Int?, for model: ServedModel, rowLimit: Int, _ cancellation: Cancellation
    ) throws -> InferenceRequest {
        var reader = InferenceReader(model, rowLimit: rowLimit, cancellation)
        let head = headLength.map { Array(body[..<$0]) } ?? body
        return try JSONBody.read(head, cancellation) { scanner in
            do {
                return try reader.request(&scanner, body[head.count...])
            } catch is Problems.Enough {
                throw Refusal(response: reader.problems.response)
            }
        }
    }

    private mutating func request(_ scanner: inout JSONScanner, _ binary: ArraySlice<UInt8>) throws -> InferenceRequest {
        guard try scanner.kind() == .object else {
            let element = try scanner.element()
            try scanner.end()
            throw Refusal(.badRequest, "expected an object with `inputs`, got \(element.shown)")
        }
        try takeMembers(&scanner)
        try scanner.end()
        let wanted = try WantedOutputs(outputs, parameters, model.engine.outputs, &problems)
        let tensors = try takeInputs(scanner, binary)
        try model.compareDimensions(of: tensors, &problems)
        try problems.refuse()
        return InferenceRequest(id: id, inputs: model.rules.compactMap { tensors[$0.name] }, outputs: wanted.outputs)
    }

    private mutating func takeMembers(_ scanner: inout JSONScanner) throws {
        let known = ["id", "parameters", "inputs", "outputs"]
        var seen = Set<String>()
        try scanner.members { scanner, key in
            let key = scanner.string(key)
            if !seen.insert(key.excerpt).inserted { try problems.add("`\(key.excerpt)` is given twice") }
            switch key {
            case "id":
                let given = try scanner.tree()
                id = given.string
                if id == nil, given != .null { try problems.add("`id` should be text, and is \(given.kindName)") }
            case "model_name", "model_version":
                // Some clients repeat what the path says.
                let given = try scanner.tree().string
                guard let given, given.isEmpty || given == (key == "model_name" ? model.name : model.version) else {
                    return try problems.add("`\(key)` is not that of the path")
                }
            case "parameters": parameters = try scanner.tree()
            case "outputs": outputs = try scanner.tree()
            case "inputs":
                guard try scanner.kind() == .list else { fallthrough }
                try scanner.elements { scanner in
                    // Each beyond the model's is a problem, and there are never more problems than are told.
                    guard entries.count < model.rules.count + model.ignored.count + Problems.limit else {
                        throw Refusal(.badRequest, "the request has more `inputs` than the model, which has \(model.rules.count)")
                    }
                    entries.append(try InferenceEntry(&scanner))
                }
                isGiven = true
            default:
                _ = try scanner.skip()
                if !known.contains(key) { try problems.add("unknown key `\(key.excerpt)`\(key.hint(among: known))") }
            }
        }
    }

    // MARK: Inputs

    private mutating func takeInputs(_ scanner: JSONScanner, _ binary: ArraySlice<UInt8>) throws -> [String: Tensor] {
        // A model without inputs is asked with none.
        guard !entries.isEmpty || (isGiven && model.rules.isEmpty) else {
            try problems.add(isGiven ? "`inputs` has no tensors" : "the request needs `inputs`: a list of tensors")
            return [:]
        }
        var rest = binary
        var seen = Set<String>()
        var tensors = [String: Tensor]()
        for (place, entry) in entries.enumerated() {
            let bytes = try take(entry, &rest)
            guard let name = entry.name else {
                try problems.add("input \(place + 1) needs a `name`")
                continue
            }
            guard let position = model.position(of: name) else {
                if model.ignored.contains(ByteText(name)) {
                    if !seen.insert(name).inserted { try problems.add("input `\(name.excerpt)` is given twice") }
                    continue
                }
                try problems.add("the model has no input `\(name.excerpt)`\(name.hint(among: model.rules.map(\.name)))")
                continue
            }
            let rule = model.rules[position]
            guard seen.insert(rule.name).inserted else {
                try problems.add("input `\(rule.name)` is given twice")
                continue
            }
            var decoder = TensorReader(model.engine.inputs[position], rule, rowLimit: rowLimit, cancellation)
            tensors[rule.name] = try decoder.read(entry, scanner, bytes, &problems)
        }
        if problems.isEmpty, tensors.isEmpty, !model.rules.isEmpty { try problems.add("`inputs` has no tensors that the model takes") }
        try addMissing(seen, &tensors)
        if !rest.isEmpty, problems.isEmpty { try problems.add("the body has \(plural(rest.count, "byte")) more than its tensors") }
        return tensors
    }

    /// A column that a row may be without may be left out, as at every other door.
    private mutating func addMissing(_ seen: Set<String>, _ tensors: inout [String: Tensor]) throws {
        let rows = tensors.values.first?.shape.first
        for (rule, input) in zip(model.rules, model.engine.inputs) where !seen.contains(rule.name) {
            var buffer = ElementBuffer(rule.type, capacity: rows ?? 0)
            var problem = rule.column == nil ? "missing" : rule.appendAbsent(to: &buffer)
            for _ in 1..<max(rows ?? 1, 1) where problem == nil { problem = rule.appendAbsent(to: &buffer) }
            if let problem {
                try problems.add("input `\(rule.name)` is \(problem)")
            } else if let rows, let shape = input.fit([rows]) {
                tensors[rule.name] = rows == 0 ? try Tensor.empty(rule.type, shape: shape) : try buffer.tensor(shape: shape)
            }
        }
    }

    private mutating func take(_ entry: InferenceEntry, _ rest: inout ArraySlice<UInt8>) throws -> ArraySlice<UInt8>? {
        guard let size = entry.binarySize, size >= 0 else { return nil }
        guard size <= rest.count else {
            let name = (entry.name ?? "").excerpt
            throw Refusal(.badRequest, "input `\(name)` has \(size) bytes of tensor, and the body has \(rest.count) left")
        }
        defer { rest = rest.dropFirst(size) }
        return rest.prefix(size)
    }
}
