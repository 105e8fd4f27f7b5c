internal import MLKitCore
internal import MLKitONNX

/// An inference request of the Open Inference Protocol, held against the model it is for.
struct InferenceRequest {
    var id: String?
    /// One for each of the model's inputs, in its order.
    var inputs: [Tensor]
    /// The names of the wanted outputs, in the order they are to be given.
    var outputs: [String]

    /// - Returns: `nil` after adding to `problems`.
    init?(_ json: JSON, for engine: any InferenceEngine, _ problems: inout Problems) {
        guard case .object = json else {
            problems.add("expected an object with `inputs`, got \(json.kindName)")
            return nil
        }
        if let id = json["id"], id.string == nil { problems.add("`id` should be text, and is \(id.kindName)") }
        if let given = json["parameters"], given.members == nil {
            problems.add("`parameters` should be an object, and is \(given.kindName)")
        }
        id = json["id"]?.string
        let tensors = Self.inputs(json, engine.inputs, &problems)
        inputs = engine.inputs.compactMap { tensors[$0.name] }
        outputs = Self.outputs(json, engine.outputs.map(\.name), &problems)
        Self.compareRows(tensors, engine.inputs, &problems)
        if !problems.isEmpty { return nil }
    }

    private static func inputs(
        _ json: JSON, _ known: [ValueDescription], _ problems: inout Problems
    ) -> [String: Tensor] {
        guard let list = json["inputs"]?.array else {
            problems.add("the request needs `inputs`: a list of tensors")
            return [:]
        }
        var seen = Set<String>()
        var tensors = [String: Tensor]()
        for (index, entry) in list.enumerated() {
            guard let name = entry["name"]?.string else {
                problems.add("input \(index + 1) needs a `name`")
                continue
            }
            guard let input = known.first(where: { $0.name == name }) else {
                problems.add(unknown("input", name, known.map(\.name)))
                continue
            }
            if !seen.insert(name).inserted { problems.add("input `\(name)` is given twice") }
            tensors[name] = TensorDecoder(input: input).decode(entry, &problems)
        }
        for input in known where !seen.contains(input.name) { problems.add("input `\(input.name)` is missing") }
        return tensors
    }

    private static func outputs(_ json: JSON, _ known: [String], _ problems: inout Problems) -> [String] {
        guard let given = json["outputs"] else { return known }
        guard let list = given.array else {
            problems.add("`outputs` should be a list, and is \(given.kindName)")
            return []
        }
        var names = [String]()
        for (index, entry) in list.enumerated() {
            guard let name = entry["name"]?.string else {
                problems.add("output \(index + 1) needs a `name`")
                continue
            }
            if !known.contains(name) { problems.add(unknown("output", name, known)) }
            if !names.contains(name) { names.append(name) }
        }
        return list.isEmpty ? known : names
    }

    /// Dimensions of one name, such as the rows `N`, must have one size.
    private static func compareRows(
        _ tensors: [String: Tensor], _ known: [ValueDescription], _ problems: inout Problems
    ) {
        var sizes = [String: (size: Int, owner: String)]()
        for input in known {
            guard let tensor = tensors[input.name], let shape = input.shape else { continue }
            for case (.symbolic(let name), let size) in zip(shape, tensor.shape) where !name.isEmpty {
                let first = sizes[name] ?? (size, input.name)
                sizes[name] = first
                if first.size != size {
                    let other = "`\(first.owner)` has \(first.size) for `\(name)`"
                    problems.add("input `\(input.name)` has shape \(tensor.shape), and \(other)")
                }
            }
        }
    }

    private static func unknown(_ noun: String, _ name: String, _ known: [String]) -> String {
        "the model has no \(noun) `\(name)`" + (Suggestion.hint(for: name, among: known).map { "; \($0)" } ?? "")
    }
}
