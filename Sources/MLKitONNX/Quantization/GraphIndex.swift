internal import MLKitONNXFormat

/// Look-ups in a graph.
struct GraphIndex {
    let graph: Onnx_GraphProto
    /// Where each name is used: by how many nodes (also of inner graphs) and outputs.
    let useCounts: [String: Int]
    /// The tensors that are always the same, by name; those of graphs around this one too.
    let constants: [String: Onnx_TensorProto]
    /// Inputs of the model with a default, which a caller may replace: no constants. Those of graphs around this one are there too.
    private let replaceable: [String: Onnx_TensorProto]
    private let sparse: Set<String>
    /// Matrices that are others of them, transposed.
    private let turned: [String: String]
    /// The nodes that use a name, by their places in the graph.
    private let users: [String: [Int]]
    private let makers: [String: Int]

    /// - Parameter outer: Of the graph around this one, whose constants are there too.
    init(_ graph: Onnx_GraphProto, outer: GraphIndex? = nil) {
        self.graph = graph
        useCounts = Self.countUses(graph)
        let fed = Set(graph.input.map(\.name))
        let constants = Self.constants(graph, besides: fed).merging(outer?.constants ?? [:]) { own, _ in own }
        self.constants = constants
        replaceable = Dictionary(graph.initializer.filter { fed.contains($0.name) }.map { ($0.name, $0) }) { first, _ in first }
            .merging(outer?.replaceable ?? [:]) { own, _ in own }
        sparse = Set(graph.sparseInitializer.map(\.values.name)).union(outer?.sparse ?? [])
        turned = Self.turned(graph, constants).merging(outer?.turned ?? [:]) { own, _ in own }
        var users = [String: [Int]]()
        for (place, node) in graph.node.enumerated() {
            for name in node.input { users[name, default: []].append(place) }
        }
        self.users = users
        makers = Dictionary(graph.node.enumerated().flatMap { place, node in node.output.map { ($0, place) } }) { first, _ in first }
    }

    /// The tensor of that name if it is always the same.
    func constant(_ name: String) -> Onnx_TensorProto? {
        constants[name] ?? turned[name].flatMap { constants[$0] }.flatMap(\.transposed)
    }

    func isConstant(_ name: String) -> Bool { constants[name] != nil || turned[name] != nil }

    /// The constant that a name stands for as it is stored: one that is another, transposed, is that other.
    func source(of name: String) -> (name: String, isTurned: Bool) {
        turned[name].map { ($0, true) } ?? (name, false)
    }

    /// The place of the node whose result the name is.
    func maker(of name: String) -> Int? { makers[name] }

    /// The place of the node that is the only one to use the name.
    func soleUser(of name: String) -> Int? {
        guard useCounts[name] == 1 else { return nil }
        return users[name]?.first
    }

    /// Initializers, the results of `Constant` nodes, and floats made of halves: where the runtime has no kernel for halves, it puts
    /// casts before a node.
    ///
    /// - Parameter fed: Inputs, of which none is a constant.
    private static func constants(_ graph: Onnx_GraphProto, besides fed: Set<String>) -> [String: Onnx_TensorProto] {
        var constants = Dictionary(graph.initializer.filter { !fed.contains($0.name) }.map { ($0.name, $0) }) { first, _ in first }
        for node in graph.node where node.qualifiedOperator == "Constant" {
            if let name = node.output.first, let value = node.attribute("value"), value.hasT { constants[name] = value.t }
        }
        for node in graph.node where node.qualifiedOperator == "Cast" {
            guard let name = node.output.first, let halves = node.input.first.flatMap({ constants[$0] }) else { continue }
            if let floats = floats(of: halves, as: node.attribute("to")?.i) { constants[name] = floats.format(name: name) }
        }
        return constants
    }

    private static func turned(_ graph: Onnx_GraphProto, _ constants: [String: Onnx_TensorProto]) -> [String: String] {
        var turned = [String: String]()
        for node in graph.node where node.qualifiedOperator == "Transpose" {
            guard let name = node.output.first, let source = node.input.first, let tensor = constants[source], tensor.dims.count == 2,
                node.attribute("perm").map({ $0.ints == [1, 0] }) ?? true
            else { continue }
            turned[name] = source
        }
        return turned
    }

    private static func floats(of halves: Onnx_TensorProto, as type: Int64?) -> Tensor? {
        guard type == Int64(ElementType.float.code), halves.isOfHalves,
            let tensor = try? Tensor(halves), let values = tensor.reals
        else { return nil }
        return try? Tensor(.float(values.map { Float($0) }), shape: tensor.shape)
    }

    static func countUses(_ graph: Onnx_GraphProto) -> [String: Int] {
        var counts = [String: Int]()
        for output in graph.output { counts[output.name, default: 0] += 1 }
        for node in graph.node {
            for name in node.input { counts[name, default: 0] += 1 }
            for inner in node.graphs { counts.merge(countUses(inner)) { $0 + $1 } }
        }
        return counts
    }
}

// Why weights stay as they are.
extension GraphIndex {
    /// Whether a constant is floats that are made of halves.
    func isMadeOfHalves(_ name: String) -> Bool {
        guard let node = maker(of: source(of: name).name).map({ graph.node[$0] }), node.qualifiedOperator == "Cast" else { return false }
        return node.input.first.flatMap { constants[$0] }?.isOfHalves ?? false
    }

    /// A tensor that a caller may replace; `nil` for any other.
    func replaceable(_ name: String) -> Onnx_TensorProto? { replaceable[name] }

    /// Why none of what a node multiplies by is a constant that could be written in fewer bits.
    ///
    /// - Parameter usual: The reason where nothing else is known.
    func reason(_ names: some Collection<String>, otherwise usual: String) -> String {
        names.lazy.compactMap { self.reason($0) }.first ?? usual
    }

    private func reason(_ name: String) -> String? {
        if replaceable[name] != nil { return "its weights are an input of the model with a default, which a caller may replace" }
        if sparse.contains(name) { return "its weights are sparse" }
        guard let node = maker(of: name).map({ graph.node[$0] }), let source = node.input.first else { return nil }
        if node.opType == "DequantizeLinear", isConstant(source) { return "its weights are quantized already" }
        return ["Transpose", "Cast", "Identity"].contains(node.qualifiedOperator) ? reason(source) : nil
    }
}

extension GraphIndex {
    /// Every name that stands for a value in a graph, also those of inner graphs.
    static func names(_ graph: Onnx_GraphProto) -> Set<String> {
        var names = Set(countUses(graph).keys)
        func collect(_ graph: Onnx_GraphProto) {
            names.formUnion(graph.input.map(\.name) + graph.initializer.map(\.name))
            for node in graph.node {
                names.formUnion(node.output)
                node.graphs.forEach(collect)
            }
        }
        collect(graph)
        return names
    }
}

extension Onnx_TensorProto {
    fileprivate var isOfHalves: Bool { [ElementType.float16.code, ElementType.bfloat16.code].contains(dataType) }

    /// The same matrix, transposed; `nil` for one that is of no floats.
    fileprivate var transposed: Onnx_TensorProto? {
        guard let tensor = try? Tensor(self), tensor.shape.count == 2 else { return nil }
        let (rows, columns) = (tensor.shape[0], tensor.shape[1])
        func turned<Element>(_ values: [Element]) -> [Element] {
            (0..<values.count).map { values[$0 % rows * columns + $0 / rows] }
        }
        let values: Tensor.Values? =
            switch tensor.values {
            case .float(let values): .float(turned(values))
            case .float16(let values): .float16(turned(values))
            case .bfloat16(let values): .bfloat16(turned(values))
            case .double(let values): .double(turned(values))
            default: nil
            }
        return values.flatMap { try? Tensor($0, shape: [columns, rows]) }?.format(name: name)
    }
}

extension Onnx_NodeProto {
    /// The graphs that the node runs: branches of an `If`, the body of a `Loop` or `Scan`.
    var graphs: [Onnx_GraphProto] { attribute.flatMap { $0.hasG ? [$0.g] : $0.graphs } }

    func attribute(_ name: String) -> Onnx_AttributeProto? {
        attribute.first { $0.name == name }
    }

    /// What a report calls the node: its name, or else what it computes.
    var label: String {
        name.isEmpty ? "\(opType) of `\(output.first ?? "")`" : name
    }
}
