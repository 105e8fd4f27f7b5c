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
        /// Gather: an embedding, with a scale for each row, or what else is looked up.
        case lookup
        /// Einsum that is no product of matrices: likewise.
        case equation
        /// LSTM, GRU and RNN, and attention layers that hold their weights: only kept in fewer bytes.
        case layer
        /// MatMul and Gemm whose weights come first: likewise.
        case leadingProduct
    }

    private(set) var kind: Kind
    /// The tensor that is multiplied by the weights; for a lookup, the indices.
    let input: String
    /// The weights, by their place among the node's inputs; one but for a layer.
    var weights: [(index: Int, tensor: WeightTensor)]
    /// Whether others use the weights with scales along another dimension, so that only bytes times scales can be multiplied.
    var isOnlyKept = false
    let bias: Bias?
    /// Whether a Gemm transposes its input.
    var transposesInput = false
    /// What is added that is no bias: it is computed, as a runtime writes the sum of two products, or is a constant of another shape.
    private(set) var addend: Addend?
    /// The bias of a recurrent layer, which has as many numbers as it has weights for two inputs, with its place among the node's inputs;
    /// `nil` if it is small, or halves do not hold it.
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
        "Einsum": .equation, "LSTM": .layer, "GRU": .layer, "RNN": .layer, "com.microsoft.Attention": .layer,
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
        case .product where index.isConstant(node.input[0]) && !index.isConstant(node.input[1]):
            self.kind = .leadingProduct
            (input, weights, bias) = (node.input[1], [(0, try Self.firstFactor(node, index))], nil)
        case .product:
            (input, weights, bias, transposesInput) = try Self.product(place, index)
            if node.opType == "Gemm" { addend = Self.addend(node, factor: node.factor("beta"), bias) }
        case .convolution, .transposedConvolution:
            (input, weights, bias) = try Self.convolution(kind, place, index)
            addend = Self.addend(node, factor: 1, bias)
        case .lookup:
            guard let table = Self.table(node, index) else {
                if let reason = Self.reasonAgainstTable(node, index) { throw Failure(reason) }
                return nil
            }
            let axis = Int(node.attribute("axis")?.i ?? 0)
            (input, bias) = (node.input[1], nil)
            weights = [(0, try WeightTensor(table, channelAxis: axis < 0 ? axis + table.shape.count : axis))]
        case .leadingProduct: return nil
        case .equation:
            weights = try EinsumEquation(node).weights(of: node, index)
            guard !weights.isEmpty else { throw Failure(index.reason(node.input, otherwise: "its factors are not constant")) }
            (input, bias) = (node.input[0], nil)
        case .layer:
            // Weights are [directions, gates, inputs]; attention's are [inputs, outputs].
            let places = node.opType == "Attention" ? [1] : [1, 2]
            weights = try places.filter { $0 < node.input.count }.compactMap { place in
                guard let constant = index.constant(node.input[place]) else { return nil }
                return (place, try WeightTensor(Tensor(constant), channelAxis: 1))
            }
            guard !weights.isEmpty else { throw Failure(Self.reasonAgainst(node, places, index)) }
            (input, bias) = (node.input[0], nil)
            ownBias = node.opType == "Attention" ? nil : Self.layerBias(node, index)
        }
    }

    private static func product(
        _ place: Int, _ index: GraphIndex
    ) throws -> (String, [(Int, WeightTensor)], Bias?, Bool) {
        let node = index.graph.node[place]
        guard !index.isConstant(node.input[0]) else { throw Failure("both its factors are constant") }
        guard let (tensor, isTurned) = try index.stored(node.input[1]) else {
            throw Failure(index.reason(node.input.prefix(2).reversed(), otherwise: "its second factor is not constant"))
        }
        guard tensor.shape.count >= 2 else { throw Failure("its weights are not a matrix") }
        let isTransposed = (node.attribute("transB")?.i ?? 0 != 0) != isTurned
        let axis = isTransposed ? 0 : tensor.shape.count - 1
        let weights = try WeightTensor(tensor, channelAxis: axis, isTurned: isTurned).scaled(by: node.factor("alpha"))
        let bias =
            node.opType == "Gemm"
            ? try ownBias(place, weights.channelCount, index) : addedBias(node, weights.channelCount, index)
        return (node.input[0], [(1, weights)], bias, node.attribute("transA")?.i ?? 0 != 0)
    }

    /// Weights that stand before what they are multiplied by: [outputs, inputs], or a stack of such; of a Gemm that transposes them, the
    /// other way round.
    private static func firstFactor(_ node: Onnx_NodeProto, _ index: GraphIndex) throws -> WeightTensor {
        guard let (tensor, isTurned) = try index.stored(node.input[0]), tensor.shape.count >= 2 else {
            throw Failure("its weights are not a matrix")
        }
        let isTransposed = (node.attribute("transA")?.i ?? 0 != 0) != isTurned
        return try WeightTensor(tensor, channelAxis: tensor.shape.count - (isTransposed ? 1 : 2), isTurned: isTurned)
    }

    private static func convolution(
        _ kind: Kind, _ place: Int, _ index: GraphIndex
    ) throws -> (String, [(Int, WeightTensor)], Bias?) {
        let node = index.graph.node[place]
        guard let constant = index.constant(node.input[1]) else { throw Failure(Self.reasonAgainst(node, [1], index)) }
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

    private static func reasonAgainst(_ node: Onnx_NodeProto, _ places: [Int], _ index: GraphIndex) -> String {
        index.reason(places.filter(node.input.indices.contains).map { node.input[$0] }, otherwise: "its weights are not constant")
    }

    /// Why a table that would be an embedding is none; `nil` for what is looked up elsewhere, such as shapes.
    private static func reasonAgainstTable(_ node: Onnx_NodeProto, _ index: GraphIndex) -> String? {
        guard !index.isConstant(node.input[1]), let table = index.replaceable(node.input[0]), table.dims.count >= 2,
            ElementType(code: table.dataType)?.isReal ?? false
        else { return nil }
        return index.reason([node.input[0]], otherwise: "its weights are not constant")
    }

    /// The third input, where it is no bias.
    private static func addend(_ node: Onnx_NodeProto, factor: Float, _ bias: Bias?) -> Addend? {
        guard bias == nil, node.input.count > 2, !node.input[2].isEmpty else { return nil }
        return Addend(name: node.input[2], factor: factor)
    }

    /// The table of an embedding: floats that indices pick from. Of one dimension, or so few that nothing is gained, they are none.
    private static func table(_ node: Onnx_NodeProto, _ index: GraphIndex) -> Tensor? {
        guard !index.isConstant(node.input[1]), let constant = index.constant(node.input[0]), let tensor = try? Tensor(constant),
            tensor.shape.count >= 2, tensor.type.isReal
        else { return nil }
        return tensor
    }

    /// The bias that a Gemm adds itself: a scalar, or one per column.
    private static func ownBias(_ place: Int, _ columns: Int, _ index: GraphIndex) throws -> Bias? {
        let node = index.graph.node[place]
        let factor = node.factor("beta")
        guard let values = try index.bias(of: node, shapes: [[columns], [1, columns], [], [1], [1, 1]]) else { return nil }
        let all = values.count == columns ? values : [Float](repeating: values[0], count: columns)
        let scaled = all.map { $0 * factor }
        guard scaled.allSatisfy(\.isFinite) else { throw Failure("its bias times its `beta` is not all finite") }
        return Bias(values: scaled, node: place, inputIndex: 2)
    }

    private static func layerBias(_ node: Onnx_NodeProto, _ index: GraphIndex) -> (Int, Tensor)? {
        guard node.input.count > 3, let constant = index.constant(node.input[3]), let tensor = try? Tensor(constant),
            let values = tensor.floats, values.count > NodeRewriter.fewest, Halves(values).keepsAll
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

extension WeightedNode {
    /// Why a node with constant factors that is not among the operators that are looked at stays as it is; `nil` for others.
    static func reasonForLeaving(_ node: Onnx_NodeProto, _ index: GraphIndex) -> String? {
        guard !node.domain.isEmpty && node.domain != "ai.onnx" || node.opType == "DeformConv" else { return nil }
        let holdsWeights = node.input.contains { name in
            guard let tensor = index.constant(name), tensor.dims.count >= 2, let type = ElementType(code: tensor.dataType) else {
                return false
            }
            return type.isReal && tensor.dims.reduce(1, *) > NodeRewriter.fewest
        }
        return holdsWeights ? "`\(node.opType)` is not among the operators that are quantized" : nil
    }
}

extension GraphIndex {
    /// A constant as it is stored, and whether what the name stands for is that transposed.
    fileprivate func stored(_ name: String) throws -> (Tensor, isTurned: Bool)? {
        let (source, isTurned) = source(of: name)
        return try constant(source).map { (try Tensor($0), isTurned) }
    }

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
