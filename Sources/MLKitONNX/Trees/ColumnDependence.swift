internal import MLKitCore
internal import MLKitONNXFormat

/// Which inputs of a graph each number along the last dimension of a value follows from, as far as that can be told from the
/// operators.
struct ColumnDependence {
    private enum Known {
        /// The same for all rows, so wide.
        case constant(Int)
        /// The places of inputs that each number follows from.
        case columns([Set<Int>])
    }

    private var known = [String: Known]()
    private let index: GraphIndex

    /// - Parameter inputs: the names of inputs [N, 1], by whose places others are told.
    init(_ index: GraphIndex, inputs: [String]) {
        self.index = index
        for (name, tensor) in index.constants { known[name] = .constant(Int(tensor.dims.last ?? 1)) }
        for (place, name) in inputs.enumerated() { known[name] = .columns([[place]]) }
        for node in index.graph.node where known[node.output.first ?? ""] == nil {
            if let name = node.output.first, let found = result(of: node) { known[name] = found }
        }
    }

    /// `nil` where it cannot be told, or the value is the same for all rows.
    func columns(of value: String) -> [Set<Int>]? {
        if case .columns(let columns)? = known[value] { columns } else { nil }
    }

    private static let elementwise: Set<String> = [
        "Cast", "IsNaN", "IsInf", "Not", "Where", "Add", "Sub", "Mul", "Div", "Pow", "Abs", "Neg", "Log", "Exp", "Sign", "Min", "Max",
        "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Equal", "And", "Or", "Xor", "Floor", "Ceil", "Round", "Mod", "Sqrt", "Sin",
        "Cos", "Sigmoid", "Tanh", "Relu", "Clip", "Identity", "ai.onnx.ml.LabelEncoder", "ai.onnx.ml.Scaler", "ai.onnx.ml.Imputer",
    ]
    /// What leaves the last dimension as it is, or makes parts of each text.
    private static let passing: Set<String> = [
        "Squeeze", "Unsqueeze", "Reshape", "StringNormalizer", "com.microsoft.Tokenizer", "com.microsoft.MurmurHash3",
    ]

    private func result(of node: Onnx_NodeProto) -> Known? {
        let op = node.qualifiedOperator
        if Self.elementwise.contains(op) { return combined(node.input.filter { !$0.isEmpty }) }
        if Self.passing.contains(op) { return node.input.first.flatMap { known[$0] } }
        switch op {
        case "Concat":
            guard node.attribute("axis")?.i != 0 else { return nil }
            let parts = node.input.map { columns(of: $0) }
            return parts.contains { $0 == nil } ? nil : .columns(parts.flatMap { $0 ?? [] })
        case "Gather": return gathered(node)
        case "OneHot":
            guard node.input.count > 1, let own = columns(of: node.input[0]), let depth = whole(node.input[1])?.first else { return nil }
            return repeated(own, Int(depth))
        case "TfIdfVectorizer":
            guard let own = node.input.first.flatMap({ columns(of: $0) }), let places = node.attribute("ngram_indexes")?.ints.max()
            else { return nil }
            return repeated(own, Int(places) + 1)
        case "ReduceSum", "ReduceSumSquare", "ReduceMax", "ReduceMean":
            guard node.attribute("keepdims")?.i ?? 1 == 1, let own = node.input.first.flatMap({ columns(of: $0) }) else { return nil }
            return repeated(own, 1)
        default: return nil
        }
    }

    /// Rows of a table that is the same for all, or some of the columns.
    private func gathered(_ node: Onnx_NodeProto) -> Known? {
        guard node.input.count == 2 else { return nil }
        switch (known[node.input[0]], node.attribute("axis")?.i ?? 0) {
        case (.constant(let width)?, 0): return columns(of: node.input[1]).flatMap { repeated($0, width) }
        case (.columns(let columns)?, 1):
            guard let places = whole(node.input[1]), places.allSatisfy({ columns.indices.contains(Int($0)) }) else { return nil }
            return .columns(places.map { columns[Int($0)] })
        default: return nil
        }
    }

    private func repeated(_ columns: [Set<Int>], _ count: Int) -> Known? {
        guard count > 0, count <= 1 << 24 else { return nil }
        return .columns([Set<Int>](repeating: columns.reduce(into: []) { $0.formUnion($1) }, count: count))
    }

    /// Values that are combined number by number, those of width 1 with all.
    private func combined(_ names: [String]) -> Known? {
        let parts = names.map { known[$0] }
        guard !parts.contains(where: { $0 == nil }) else { return nil }
        let widths = parts.map { part in
            switch part {
            case .constant(let width)?: width
            case .columns(let columns)?: columns.count
            case nil: 1
            }
        }
        let width = widths.max() ?? 1
        guard widths.allSatisfy({ $0 == width || $0 == 1 }) else { return nil }
        var columns = [Set<Int>](repeating: [], count: width)
        var isConstant = true
        for case .columns(let own)? in parts {
            isConstant = false
            for place in columns.indices { columns[place].formUnion(own.count == 1 ? own[0] : own[place]) }
        }
        return isConstant ? .constant(width) : .columns(columns)
    }

    /// The whole numbers of a constant.
    private func whole(_ name: String) -> [Int64]? {
        guard let tensor = index.constant(name), let values = try? Tensor(tensor).values, case .int64(let numbers) = values else {
            return nil
        }
        return numbers
    }
}
