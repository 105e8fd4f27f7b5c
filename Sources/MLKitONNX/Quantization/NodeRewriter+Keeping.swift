internal import MLKitCore
internal import MLKitONNXFormat

// Nodes whose weights are kept in fewer bits, and multiplied as floats.
extension NodeRewriter {
    /// Keeps the weights as bytes.
    mutating func keep(_ node: WeightedNode, at place: Int) throws {
        if node.kind == .lookup { return try keepTable(node, at: place) }
        var isKept = false
        for (index, tensor) in node.weights {
            switch KeptWeights(tensor, of: node.kind, options) {
            case .fourBits(let weights): return try makeFourBit(node, weights, tensor, at: place)
            case .bytes(let weights):
                editor.nodes[place].input[index] = try multipliedWeights(weights, tensor, before: place)
                isKept = true
            case .floats: break
            }
        }
        guard isKept else { throw Failure("its weights are so few that nothing is gained") }
        if node.kind == .product { plainFactors(at: place, of: node, writesBias: true) }
        if let bias = node.bias, node.weights[0].tensor.type == .float, bias.values.count > Self.fewest,
            bias.values.allSatisfy({ abs($0) <= 65_504 })
        {
            editor.nodes[bias.node].input[bias.inputIndex] = try halves(Tensor(.float(bias.values)), before: bias.node)
        }
        if let (index, bias) = node.ownBias { editor.nodes[place].input[index] = try halves(bias, before: place) }
    }

    /// Bytes times their scales, by operators that ONNX Runtime computes once, when it loads the model. `DequantizeLinear` it runs each
    /// time, so that a convolution cannot have its weights in the order of its kernel; and of one before a product it makes a product that
    /// rounds activations to bytes.
    private mutating func multipliedWeights(_ weights: QuantizedWeights, _ tensor: WeightTensor, before place: Int) throws -> String {
        let bytes = editor.constant(try Tensor(.int8(weights.values), shape: tensor.shape))
        var shape = tensor.shape.map { _ in 1 }
        shape[tensor.channelAxis] = weights.scales.count
        let scales = try Tensor(.float(weights.scales), shape: shape)
        let factors = isWorthHalving(scales) ? try halves(scales, before: place) : editor.constant(scales)
        return halved(editor.insert("Mul", [cast(bytes, before: place), factors], before: place), tensor.type, before: place)
    }

    /// An embedding: the bytes of a row, and its scale, are looked up.
    private mutating func keepTable(_ node: WeightedNode, at place: Int) throws {
        let table = node.weights[0].tensor
        guard case .bytes(let weights) = KeptWeights(table, of: .lookup, options) else {
            throw Failure("its weights are so few that nothing is gained")
        }
        let bytes = editor.constant(try Tensor(.int8(weights.values), shape: table.shape))
        let scales = try Tensor(.float(weights.scales), shape: [weights.scales.count, 1])
        let isHalved = isWorthHalving(scales)
        let written = editor.constant(isHalved ? try Self.asHalves(scales) : scales)
        let row = cast(editor.insert("Gather", [bytes, node.input], before: place), before: place)
        var scale = editor.insert("Gather", [written, node.input], before: place)
        if isHalved { scale = cast(scale, before: place) }
        guard table.type != .float else { return editor.replace(place, with: "Mul", [row, scale]) }
        let product = editor.insert("Mul", [row, scale], before: place)
        editor.replace(place, with: "Cast", [product], [("to", .int(Int(table.type.code)))])
    }

    /// A matrix of four bits (`MatMulNBits` of ONNX Runtime).
    private mutating func makeFourBit(_ node: WeightedNode, _ weights: FourBitWeights, _ tensor: WeightTensor, at place: Int) throws {
        transposeInput(of: node, at: place)
        let isGemm = editor.nodes[place].opType == "Gemm"
        let inputs = [
            editor.nodes[place].input[0], editor.constant(try Tensor(.uint8(weights.bytes), shape: weights.shape)),
            editor.constant(Tensor(.float(weights.scales))), editor.constant(Tensor(.uint8(weights.zeroPoints))),
        ]
        let attributes: [(String, Attribute)] = [
            ("K", .int(tensor.channelSize)), ("N", .int(tensor.channelCount)), ("bits", .int(4)),
            ("block_size", .int(FourBitWeights.blockSize)),
        ]
        guard isGemm, let added = addend(of: node, before: place) else {
            return editor.replace(place, with: "MatMulNBits", domain: "com.microsoft", inputs, attributes)
        }
        let product = editor.insert("MatMulNBits", domain: "com.microsoft", inputs, attributes, before: place)
        editor.replace(place, with: "Add", [product, added])
    }

    /// Keeps the weights as halves.
    mutating func halve(_ node: WeightedNode, at place: Int) throws {
        var isHalved = false
        for (index, tensor) in node.weights where tensor.type == .float && tensor.values.count > Self.fewest {
            guard tensor.values.allSatisfy({ abs($0) <= 65_504 }) else { throw Failure("its weights are beyond what halves can hold") }
            let floats = try Tensor(.float(tensor.values), shape: tensor.shape)
            if node.kind == .lookup {
                let row = editor.insert("Gather", [editor.constant(try Self.asHalves(floats)), node.input], before: place)
                editor.replace(place, with: "Cast", [row], [("to", .int(Int(ElementType.float.code)))])
            } else {
                editor.nodes[place].input[index] = try halves(floats, before: place)
            }
            isHalved = true
        }
        guard isHalved else {
            let isHalf = node.weights.contains { $0.tensor.type != .float }
            throw Failure(isHalf ? QuantizationResult.Skipped.halves : "its weights are so few that nothing is gained")
        }
        if node.kind == .product { plainFactors(at: place, of: node, writesBias: true) }
        if let (index, bias) = node.ownBias { editor.nodes[place].input[index] = try halves(bias, before: place) }
    }

    // MARK: Halves

    /// Of fewer numbers the operator that makes floats of halves takes the room that they save.
    static var fewest: Int { 64 }

    private static func asHalves(_ tensor: Tensor) throws -> Tensor {
        try Tensor(.float16((tensor.floats ?? []).map { Float16($0) }), shape: tensor.shape)
    }

    /// Whether floats are many, and halves hold each exactly.
    private func isWorthHalving(_ tensor: Tensor) -> Bool {
        let values = tensor.floats ?? []
        return values.count > Self.fewest && values.allSatisfy { Float(Float16($0)) == $0 }
    }

    /// What makes the floats of halves.
    private mutating func halves(_ tensor: Tensor, before place: Int) throws -> String {
        cast(editor.constant(try Self.asHalves(tensor)), before: place)
    }
}
