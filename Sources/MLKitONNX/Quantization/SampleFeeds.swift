internal import MLKitCore

/// Inputs for a model, made of arrays by name.
public struct SampleFeeds: Sendable {
    /// What is fed in one run, by input.
    public let feeds: [[String: Tensor]]
    /// The inputs of which each run has a sample of its own; of the others all runs have the same.
    public let splitInputs: Set<String>

    /// Arrays of the rank that the model declares for an input are fed as they are; arrays with one dimension more hold a sample for
    /// each run along their first. Of an input that takes a fixed number at a time, an array of its rank holds as many for each run.
    /// Numbers of another type become what the model takes, where each has its like.
    ///
    /// - Parameter optional: Inputs with a default, of which there need not be arrays.
    /// - Throws: `Failure` for an input without an array, an array that fits no input, and one of another type or shape.
    public init(_ arrays: [String: Tensor], for inputs: [ValueDescription], optional: [ValueDescription] = []) throws {
        var arrays = arrays
        // An .npy file has one array, without a name.
        if let only = arrays.removeValue(forKey: ""), let input = inputs.first, inputs.count == 1 { arrays[input.name] = only }
        let known = (inputs + optional).map(\.name)
        for name in arrays.keys.sorted() where !known.contains(name) {
            throw Failure(
                "the samples have an array `\(name)`, and the model has no such input",
                hint: Suggestion.hint(for: name, among: known) ?? "the inputs are \(Suggestion.list(known))")
        }
        var columns = [(name: String, feeds: [Tensor], isSplit: Bool)]()
        for input in inputs + optional.filter({ arrays[$0.name] != nil }) {
            guard let array = arrays[input.name] else {
                throw Failure("the samples have no array `\(input.name)`, which the model takes", notes: ["it takes \(input)"])
            }
            let tensor = try array.converted(for: input)
            let (feeds, isSplit) = try Self.runs(tensor, input)
            columns.append((input.name, feeds, isSplit))
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

    /// What of an array is fed in each run, and whether that is a part of it.
    private static func runs(_ tensor: Tensor, _ input: ValueDescription) throws -> ([Tensor], isSplit: Bool) {
        if input.accepts(tensor.shape) { return ([tensor], false) }
        let rank = input.shape?.count ?? tensor.shape.count
        if tensor.shape.count == rank + 1, input.accepts(Array(tensor.shape.dropFirst())) { return (try tensor.slices(), true) }
        if case .fixed(let size)? = input.shape?.first, size > 0, tensor.shape.count == rank, tensor.shape[0] % size == 0,
            input.accepts([size] + tensor.shape.dropFirst())
        {
            return (try tensor.slices(size), true)
        }
        if case .fixed(let size)? = input.shape?.first, size > 0, tensor.shape.count == rank, tensor.shape[0] > size,
            input.accepts([size] + tensor.shape.dropFirst())
        {
            let rest = tensor.shape[0] % size
            throw Failure(
                "the array `\(input.name)` has \(plural(tensor.shape[0], "row")), and the model takes \(input): \(size) at a time",
                hint: "leave \(rest) out, so that they are a multiple of \(size)")
        }
        throw Failure(
            "the array `\(input.name)` has the shape \(tensor.shape), and the model takes \(input)",
            hint: "give it as it is fed, or with one dimension more in front that counts samples")
    }
}

extension Tensor {
    /// Its parts along the first dimension.
    func slices() throws -> [Tensor] {
        let (count, rest) = (shape[0], Array(shape.dropFirst()))
        let size = count == 0 ? 0 : self.count / count
        return try (0..<count).map { try Tensor(values[($0 * size)..<(($0 + 1) * size)], shape: rest) }
    }

    /// The same of several at a time, which keep that dimension; what is left over is left out.
    package func slices(_ several: Int) throws -> [Tensor] {
        let rest = Array(shape.dropFirst())
        let size = several * rest.reduce(1, *)
        return try (0..<(shape[0] / several)).map { try Tensor(values[($0 * size)..<(($0 + 1) * size)], shape: [several] + rest) }
    }
}

extension Tensor {
    /// Columns of numbers side by side, [rows, columns].
    ///
    /// - Parameter columns: each [1, rows], all of one type.
    /// - Throws: `Failure` if there is none.
    package init(rowsOf columns: [Tensor]) throws {
        guard let first = columns.first else { throw Failure("the samples are empty") }
        let rows = first.count
        func joined<Element>(_ values: (Tensor) -> [Element]?) -> [Element] {
            let all = columns.map { values($0) ?? [] }
            return (0..<rows).flatMap { row in all.map { $0[row] } }
        }
        let values: Tensor.Values =
            switch first.values {
            case .float: .float(joined(\.floats))
            case .int64: .int64(joined(\.int64s))
            default: .double(joined(\.reals))
            }
        try self.init(values, shape: [rows, columns.count])
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
