internal import MLKitCore
internal import MLKitONNXFormat

/// A node with constant weights, and what a quantizer has to know of it.
struct WeightedNode {
    enum Kind: Hashable {
        /// MatMul and Gemm: the last dimension of the input times the weights.
        case product
        /// Conv.
        case convolution
        /// ConvTranspose.
        case transposedConvolution
        /// Gather of rows: an embedding.
        case lookup
        /// LSTM, GRU and RNN, and attention layers that hold their weights: only kept in fewer bytes.
        case layer
        /// MatMul and Gemm whose weights come first: likewise.
        case leadingProduct
    }

    private(set) var kind: Kind
    /// The tensor that is multiplied by the weights; for a lookup, the indices.
    let input: String
    /// The weights, by their place among the node's inputs; one but for a layer.
    let weights: [(index: Int, tensor: WeightTensor)]
    let bias: Bias?
    /// Whether a Gemm transposes its input.
    var transposesInput = false
    /// What is added that is no bias: it is computed, as a runtime writes the sum of two products, or is a constant of another shape.
    private(set) var addend: Addend?
    /// The bias of a recurrent layer, which has as many numbers as it has weights for two inputs, with its place among the node's inputs;
    /// `nil` if it is small, or beyond what halves can hold.
    var ownBias: (index: Int, tensor: Tensor)?

    /// What is added, times a factor.
    struct Addend {
        let name: String
        let factor: Float
    }

    /// The vector that is added to every product.
    struct Bias {
        /// One per output channel.
        let values: [Float]
        /// The place of the node that adds it, and of the bias among that node's inputs.
        let node: Int
        let inputIndex: Int
    }

    private static let operators: [String: Kind] = [
        "MatMul": .product, "Gemm": .product, "Conv": .convolution, "ConvTranspose": .transposedConvolution, "Gather": .lookup,
        "LSTM": .layer, "GRU": .layer, "RNN": .layer, "com.microsoft.Attention": .layer,
    ]

    static func isCandidate(_ node: Onnx_NodeProto) -> Bool { operators[node.qualifiedOperator] != nil }

    /// What the node at `place` of the graph is.
    ///
    /// - Returns: `nil` for a node without anything to quantize, such as a lookup of shapes.
    /// - Throws: `Failure` whose message is the reason why the node cannot be quantized.
    init?(at place: Int, in index: GraphIndex) throws {
        let node = index.graph.node[place]
        guard let kind = Self.operators[node.qualifiedOperator], node.input.count >= 2 else { return nil }
        self.kind = kind
        switch kind {
        case .product where index.constant(node.input[0]) != nil && index.constant(node.input[1]) == nil:
            self.kind = .leadingProduct
            (input, weights, bias) = (node.input[1], [(0, try Self.firstFactor(node, index))], nil)
        case .product:
            (input, weights, bias, transposesInput) = try Self.product(place, index)
            if node.opType == "Gemm" { addend = Self.addend(node, factor: node.factor("beta"), bias) }
        case .convolution, .transposedConvolution:
            (input, weights, bias) = try Self.convolution(kind, place, index)
            addend = Self.addend(node, factor: 1, bias)
        case .lookup:
            guard let table = Self.table(node, index) else { return nil }
            (input, weights, bias) = (node.input[1], [(0, try WeightTensor(table, channelAxis: 0))], nil)
        case .leadingProduct: return nil
        case .layer:
            // Weights are [directions, gates, inputs]; attention's are [inputs, outputs].
            let places = node.opType == "Attention" ? [1] : [1, 2]
            weights = try places.filter { $0 < node.input.count }.compactMap { place in
                guard let constant = index.constant(node.input[place]) else { return nil }
                return (place, try WeightTensor(Tensor(constant), channelAxis: 1))
            }
            guard !weights.isEmpty else { throw Failure("its weights are not constant") }
            (input, bias) = (node.input[0], nil)
            ownBias = node.opType == "Attention" ? nil : Self.layerBias(node, index)
        }
    }

    private static func product(
        _ place: Int, _ index: GraphIndex
    ) throws -> (String, [(Int, WeightTensor)], Bias?, Bool) {
        let node = index.graph.node[place]
        guard index.constant(node.input[0]) == nil else { throw Failure("both its factors are constant") }
        guard let constant = index.constant(node.input[1]) else { throw Failure("its second factor is not constant") }
        let tensor = try Tensor(constant)
        guard tensor.shape.count >= 2 else { throw Failure("its weights are not a matrix") }
        let isTransposed = node.attribute("transB")?.i ?? 0 != 0
        let axis = isTransposed ? 0 : tensor.shape.count - 1
        let weights = try WeightTensor(tensor, channelAxis: axis).scaled(by: node.factor("alpha"))
        let bias =
            node.opType == "Gemm"
            ? try ownBias(place, weights.channelCount, index) : addedBias(node, weights.channelCount, index)
        return (node.input[0], [(1, weights)], bias, node.attribute("transA")?.i ?? 0 != 0)
    }

    /// Weights that stand before what they are multiplied by: [outputs, inputs], or a stack of such; of a Gemm that transposes them, the
    /// other way round.
    private static func firstFactor(_ node: Onnx_NodeProto, _ index: GraphIndex) throws -> WeightTensor {
        guard let tensor = try index.constant(node.input[0]).map({ try Tensor($0) }), tensor.shape.count >= 2 else {
            throw Failure("its weights are not a matrix")
        }
        let isTransposed = node.attribute("transA")?.i ?? 0 != 0
        return try WeightTensor(tensor, channelAxis: tensor.shape.count - (isTransposed ? 1 : 2))
    }

    private static func convolution(
        _ kind: Kind, _ place: Int, _ index: GraphIndex
    ) throws -> (String, [(Int, WeightTensor)], Bias?) {
        let node = index.graph.node[place]
        guard let constant = index.constant(node.input[1]) else { throw Failure("its weights are not constant") }
        let tensor = try Tensor(constant)
        guard tensor.shape.count >= 3 else { throw Failure("its weights have too few dimensions") }
        // [M, C/groups, ...], and [C, M/groups, ...] for a transposed one. Of several groups, in which an output channel has no row of its
        // own, each input channel has a scale: of as many groups as channels that is the same.
        let groups = Int(node.attribute("group")?.i ?? 1)
        let axis = kind == .convolution || groups > 1 ? 0 : 1
        let weights = try WeightTensor(tensor, channelAxis: axis, order: kind == .convolution ? .position : .row)
        let outputs = kind == .convolution ? tensor.shape[0] : tensor.shape[1] * max(groups, 1)
        let values = try index.bias(of: node, shapes: [[outputs]])
        return (node.input[0], [(1, weights)], values.map { Bias(values: $0, node: place, inputIndex: 2) })
    }

    /// The third input, where it is no bias.
    private static func addend(_ node: Onnx_NodeProto, factor: Float, _ bias: Bias?) -> Addend? {
        guard bias == nil, node.input.count > 2, !node.input[2].isEmpty else { return nil }
        return Addend(name: node.input[2], factor: factor)
    }

    /// The table of an embedding: rows of floats that indices pick.
    private static func table(_ node: Onnx_NodeProto, _ index: GraphIndex) -> Tensor? {
        guard node.attribute("axis")?.i ?? 0 == 0, index.constant(node.input[1]) == nil,
            let constant = index.constant(node.input[0]), let tensor = try? Tensor(constant), tensor.shape.count == 2,
            tensor.type.isReal, tensor.type != .double
        else { return nil }
        return tensor
    }

    /// The bias that a Gemm adds itself: a scalar, or one per column.
    private static func ownBias(_ place: Int, _ columns: Int, _ index: GraphIndex) throws -> Bias? {
        let node = index.graph.node[place]
        let factor = node.factor("beta")
        guard let values = try index.bias(of: node, shapes: [[columns], [1, columns], [], [1], [1, 1]]) else { return nil }
        let all = values.count == columns ? values : [Float](repeating: values[0], count: columns)
        return Bias(values: all.map { $0 * factor }, node: place, inputIndex: 2)
    }

    private static func layerBias(_ node: Onnx_NodeProto, _ index: GraphIndex) -> (Int, Tensor)? {
        guard node.input.count > 3, let constant = index.constant(node.input[3]), let tensor = try? Tensor(constant),
            let values = tensor.floats, values.count > NodeRewriter.fewest, values.allSatisfy({ abs($0) <= 65_504 })
        else { return nil }
        return (3, tensor)
    }

    /// The bias that the node after a MatMul adds, if that is what it does.
    private static func addedBias(_ node: Onnx_NodeProto, _ columns: Int, _ index: GraphIndex) -> Bias? {
        guard let product = node.output.first, let place = index.soleUser(of: product) else { return nil }
        let sum = index.graph.node[place]
        guard sum.qualifiedOperator == "Add", sum.input.count == 2 else { return nil }
        let inputIndex = sum.input[0] == product ? 1 : 0
        guard let values = index.vector(sum.input[inputIndex], shapes: [[columns]]) else { return nil }
        return Bias(values: values, node: place, inputIndex: inputIndex)
    }
}

extension Onnx_NodeProto {
    /// A factor of a Gemm; 1 if it is left out.
    fileprivate func factor(_ name: String) -> Float { attribute(name)?.f ?? 1 }
}

extension GraphIndex {
    /// The third input of a node, if it is a constant of one of these shapes.
    ///
    /// - Throws: `Failure` whose message is why the node is left alone, for numbers that are not finite.
    fileprivate func bias(of node: Onnx_NodeProto, shapes: [[Int]]) throws -> [Float]? {
        guard node.input.count > 2, let constant = constant(node.input[2]) else { return nil }
        if let values = try? Tensor(constant).reals, !values.allSatisfy(\.isFinite) { throw Failure("its bias is not all finite") }
        return vector(node.input[2], shapes: shapes)
    }

    /// The values of a constant of one of these shapes, if they are finite floats.
    fileprivate func vector(_ name: String, shapes: [[Int]]) -> [Float]? {
        guard let constant = constant(name), let tensor = try? Tensor(constant), shapes.contains(tensor.shape),
            let values = tensor.reals, tensor.type != .double, values.allSatisfy(\.isFinite)
        else { return nil }
        return values.map { Float($0) }
    }
}
