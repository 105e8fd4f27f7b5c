internal import MLKitCore
internal import MLKitONNXFormat

/// Changes matrix products of a graph to quantized ones.
///
/// Nodes are kept in topological order: what a node newly needs is put right before it.
struct GraphRewriter {
    private let original: Onnx_GraphProto
    private let options: StaticQuantizer.Options
    private var nodes: [Onnx_NodeProto]
    /// Nodes to be put before the one at a place of the original graph.
    private var preludes = [Int: [Onnx_NodeProto]]()
    private var constants = [Onnx_TensorProto]()
    private var constantNames = [Onnx_TensorProto: String]()
    /// Inputs that have been quantized, with what the dequantized ones are called.
    private var inputs = [String: String]()
    private var names: NameAllocator

    init(_ index: GraphIndex, _ options: StaticQuantizer.Options) {
        original = index.graph
        nodes = index.graph.node
        self.options = options
        names = NameAllocator(taken: index.names)
    }

    /// - Parameters:
    ///   - place: Of the product's node in the graph.
    ///   - range: Of its input.
    /// - Throws: `Failure` whose message is the reason why it cannot be quantized.
    mutating func quantize(_ product: MatrixProduct, at place: Int, range: ClosedRange<Float>?) throws {
        guard let range else { throw Failure("its input `\(product.input)` was not calibrated") }
        guard let input = ActivationScale(covering: range) else {
            throw Failure("the range of its input `\(product.input)` is not finite")
        }
        let weights = QuantizedWeights(
            product.weights, bias: product.bias?.values, inputScale: input.scale, perChannel: options.perChannel)
        nodes[place].input[0] = quantizedInput(product.input, input, before: place)
        nodes[place].input[1] = try dequantizedWeights(weights, product.weights, before: place)
        if let bias = product.bias, let values = weights.bias {
            let scales = weights.scales.map { $0 * input.scale }
            nodes[bias.node].input[bias.inputIndex] = try dequantizedBias(values, scales, before: bias.node)
        }
    }

    /// The graph as it now is, without constants that nothing uses any more and without comments.
    func graph() -> Onnx_GraphProto {
        var graph = original
        graph.node = nodes.indices.flatMap { (preludes[$0] ?? []) + [nodes[$0]] }
        graph.initializer += constants
        let uses = GraphIndex.countUses(graph)
        let removed = Set(graph.initializer.map(\.name).filter { uses[$0] == nil })
        graph.initializer.removeAll { removed.contains($0.name) }
        graph.input.removeAll { removed.contains($0.name) }
        graph.node.removeAll { $0.qualifiedOperator == "Constant" && $0.output.allSatisfy { uses[$0] == nil } }
        graph.clearDocString()
        for place in graph.node.indices { graph.node[place].clearDocString() }
        return graph
    }

    private mutating func quantizedInput(_ name: String, _ input: ActivationScale, before place: Int) -> String {
        if let known = inputs[name] { return known }
        let parameters = [constant(.scalar(input.scale)), constant(.scalar(input.zeroPoint))]
        let bytes = insert("QuantizeLinear", [name] + parameters, before: place)
        let floats = insert("DequantizeLinear", [bytes] + parameters, before: place)
        inputs[name] = floats
        return floats
    }

    private mutating func dequantizedWeights(
        _ weights: QuantizedWeights, _ matrix: WeightMatrix, before place: Int
    ) throws -> String {
        let values = constant(try Tensor(.int8(weights.values), shape: matrix.shape))
        let zeroPoints = [Int8](repeating: 0, count: weights.scales.count)
        let parameters = [constant(try parameter(.float(weights.scales))), constant(try parameter(.int8(zeroPoints)))]
        return insert("DequantizeLinear", [values] + parameters, axis: matrix.columnAxis, before: place)
    }

    private mutating func dequantizedBias(_ values: [Int32], _ scales: [Float], before place: Int) throws -> String {
        let inputs = [constant(Tensor(.int32(values))), constant(try parameter(.float(scales)))]
        return insert("DequantizeLinear", inputs, axis: 0, before: place)
    }

    /// One value per column, or a scalar for all.
    private func parameter(_ values: Tensor.Values) throws -> Tensor {
        try Tensor(values, shape: options.perChannel ? [values.count] : [])
    }

    private mutating func constant(_ tensor: Tensor) -> String {
        let content = tensor.format(name: "")
        if let known = constantNames[content] { return known }
        let name = names.allocate()
        constantNames[content] = name
        constants.append(tensor.format(name: name))
        return name
    }

    /// - Parameter axis: Written only where it matters and is not 1, which is what is taken without it.
    private mutating func insert(_ op: String, _ inputs: [String], axis: Int = 1, before place: Int) -> String {
        var node = Onnx_NodeProto()
        node.opType = op
        node.input = inputs
        node.output = [names.allocate()]
        if options.perChannel, axis != 1 { node.attribute = [Attribute.int(axis).format(name: "axis")] }
        preludes[place, default: []].append(node)
        return node.output[0]
    }
}

extension GraphIndex {
    /// Every name that stands for a value, also those of inner graphs.
    fileprivate var names: Set<String> {
        Set(useCounts.keys).union(graph.input.map(\.name)).union(graph.initializer.map(\.name))
            .union(Self.results(graph))
    }

    private static func results(_ graph: Onnx_GraphProto) -> [String] {
        graph.node.flatMap { node in
            let inner = node.attribute.flatMap { $0.hasG ? [$0.g] : $0.graphs }
            return node.output + inner.flatMap { $0.input.map(\.name) + $0.initializer.map(\.name) + results($0) }
        }
    }
}
