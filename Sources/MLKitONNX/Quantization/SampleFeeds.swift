internal import MLKitCore

/// Inputs for a model, made of arrays by name.
public struct SampleFeeds: Sendable {
    /// What is fed in one run, by input.
    public let feeds: [[String: Tensor]]
    /// The inputs of which each run has a sample of its own; of the others all runs have the same.
    public let splitInputs: Set<String>

    /// Arrays of the rank that the model declares for an input are fed as they are; arrays with one dimension more hold a sample for
    /// each run along their first. Doubles and whole numbers of another width become what the model takes.
    ///
    /// - Throws: `Failure` for an input without an array, an array that fits no input, and one of another type or rank.
    public init(_ arrays: [String: Tensor], for inputs: [ValueDescription]) throws {
        var arrays = arrays
        // An .npy file has one array, without a name.
        if let only = arrays.removeValue(forKey: ""), let input = inputs.first, inputs.count == 1 { arrays[input.name] = only }
        for name in arrays.keys.sorted() where !inputs.contains(where: { $0.name == name }) {
            throw Failure(
                "the samples have an array `\(name)`, and the model has no such input",
                hint: Suggestion.hint(for: name, among: inputs.map(\.name)) ?? "the inputs are \(Suggestion.list(inputs.map(\.name)))")
        }
        var columns = [(name: String, feeds: [Tensor], isSplit: Bool)]()
        for input in inputs {
            guard let array = arrays[input.name] else {
                throw Failure("the samples have no array `\(input.name)`, which the model takes", notes: ["it takes \(input)"])
            }
            let tensor = try Self.converted(array, input)
            let rank = input.shape?.count ?? tensor.shape.count
            guard tensor.shape.count == rank || tensor.shape.count == rank + 1 else {
                throw Failure(
                    "the array `\(input.name)` has the shape \(tensor.shape), and the model takes \(input)",
                    hint: "give it as it is fed, or with one dimension more in front that counts samples")
            }
            let isSplit = tensor.shape.count == rank + 1
            columns.append((input.name, isSplit ? try tensor.slices() : [tensor], isSplit))
        }
        let count = columns.filter(\.isSplit).map(\.feeds.count).max() ?? 1
        for column in columns where column.isSplit && column.feeds.count != count {
            throw Failure("the array `\(column.name)` has \(plural(column.feeds.count, "sample")), and others have \(count)")
        }
        guard count > 0, columns.contains(where: { $0.feeds.contains { !$0.shape.contains(0) } }) else {
            throw Failure("the samples are empty")
        }
        splitInputs = Set(columns.filter(\.isSplit).map(\.name))
        feeds = (0..<count).map { row in
            Dictionary(columns.map { ($0.name, $0.isSplit ? $0.feeds[row] : $0.feeds[0]) }) { first, _ in first }
        }
    }

    private static func converted(_ tensor: Tensor, _ input: ValueDescription) throws -> Tensor {
        guard let type = input.type, type != tensor.type else { return tensor }
        switch (type, tensor.values) {
        case (.float, .double(let values)): return try Tensor(.float(values.map { Float($0) }), shape: tensor.shape)
        case (.double, .float(let values)): return try Tensor(.double(values.map(Double.init)), shape: tensor.shape)
        case (.float16, .float(let values)): return try Tensor(.float16(values.map { Float16($0) }), shape: tensor.shape)
        case (.int64, .int32(let values)): return try Tensor(.int64(values.map(Int64.init)), shape: tensor.shape)
        case (.int32, .int64(let values)) where values.allSatisfy({ Int32(exactly: $0) != nil }):
            return try Tensor(.int32(values.map { Int32(truncatingIfNeeded: $0) }), shape: tensor.shape)
        default:
            throw Failure("the array `\(input.name)` holds \(tensor.type.rawValue), and the model takes \(input)")
        }
    }
}

extension Tensor {
    /// Its parts along the first dimension.
    func slices() throws -> [Tensor] {
        let (count, rest) = (shape[0], Array(shape.dropFirst()))
        let size = count == 0 ? 0 : self.count / count
        return try (0..<count).map { try Tensor(values[($0 * size)..<(($0 + 1) * size)], shape: rest) }
    }
}

extension Tensor.Values {
    fileprivate subscript(range: Range<Int>) -> Tensor.Values {
        switch self {
        case .float(let values): .float(Array(values[range]))
        case .double(let values): .double(Array(values[range]))
        case .float16(let values): .float16(Array(values[range]))
        case .bfloat16(let values): .bfloat16(Array(values[range]))
        case .int64(let values): .int64(Array(values[range]))
        case .int32(let values): .int32(Array(values[range]))
        case .int16(let values): .int16(Array(values[range]))
        case .int8(let values): .int8(Array(values[range]))
        case .uint64(let values): .uint64(Array(values[range]))
        case .uint32(let values): .uint32(Array(values[range]))
        case .uint16(let values): .uint16(Array(values[range]))
        case .uint8(let values): .uint8(Array(values[range]))
        case .bool(let values): .bool(Array(values[range]))
        case .string(let values): .string(Array(values[range]))
        }
    }
}
