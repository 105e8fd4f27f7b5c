internal import MLKitCore
internal import MLKitONNXFormat

// Nodes whose weights are kept in fewer bits, and multiplied as floats.
extension NodeRewriter {
    /// Keeps the weights as bytes.
    mutating func keep(_ node: WeightedNode, at place: Int) throws {
        for (_, tensor) in node.weights { try tensor.checkScale() }
        if node.kind == .lookup { return try keepTable(node, at: place) }
        var isKept = false
        for (index, tensor) in node.weights {
            switch kept(tensor, of: node.kind) {
            case .fourBits(let weights): return try makeFourBit(node, weights, tensor, at: place)
            case .bytes(let weights):
                editor.nodes[place].input[index] = try multipliedWeights(weights, tensor, before: place)
                isKept = true
            case .floats: break
            }
        }
        guard isKept else { throw Failure("its weights are so few that nothing is gained") }
        if node.kind == .product { plainFactors(at: place, of: node, writesBias: true) }
        if let bias = node.bias, node.weights[0].tensor.type == .float, bias.values.count > Self.fewest, Halves(bias.values).keepsAll {
            editor.nodes[bias.node].input[bias.inputIndex] = try halves(Tensor(.float(bias.values)), before: bias.node)
        }
        if let (index, bias) = node.ownBias { editor.nodes[place].input[index] = try halves(bias, before: place) }
    }

    /// As what weights are kept: those that several nodes use in ways of their own, as the bytes that all of them have.
    private func kept(_ tensor: WeightTensor, of kind: WeightedNode.Kind) -> KeptWeights {
        guard let form = tensor.shared else { return KeptWeights(tensor, of: kind, options) }
        guard tensor.gains else { return .floats }
        return .bytes(
            form.isMultiplied
                ? QuantizedWeights(tensor, bias: nil, inputScale: 1, perChannel: true) : QuantizedWeights(kept: tensor, perChannel: true))
    }

    /// Bytes times their scales, by operators that ONNX Runtime computes once, when it loads the model. `DequantizeLinear` it runs each
    /// time, so that a convolution cannot have its weights in the order of its kernel; and of one before a product it makes a product that
    /// rounds activations to bytes.
    private mutating func multipliedWeights(_ weights: QuantizedWeights, _ tensor: WeightTensor, before place: Int) throws -> String {
        let bytes = try bytes(weights, tensor, before: place)
        var shape = tensor.shape.map { _ in 1 }
        shape[tensor.usedAxis] = weights.scales.count
        let scales = try Tensor(.float(weights.scales), shape: shape)
        let factors = isWorthHalving(scales) ? try halves(scales, before: place) : editor.constant(scales)
        return halved(editor.insert("Mul", [cast(bytes, before: place), factors], before: place), tensor.type, before: place)
    }

    /// An embedding: the bytes of a row, and its scale, are looked up.
    private mutating func keepTable(_ node: WeightedNode, at place: Int) throws {
        let table = node.weights[0].tensor
        guard case .bytes(let weights) = kept(table, of: .lookup) else {
            throw Failure("its weights are so few that nothing is gained")
        }
        let bytes = editor.constant(try Tensor(.int8(weights.values), shape: table.shape))
        var shape = table.shape.map { _ in 1 }
        shape[table.channelAxis] = weights.scales.count
        let scales = try Tensor(.float(weights.scales), shape: shape)
        let isHalved = isWorthHalving(scales)
        let written = editor.constant(isHalved ? try Self.asHalves(scales) : scales)
        let row = cast(editor.insert("Gather", [bytes, node.input], Self.axis(of: table), before: place), before: place)
        var scale = editor.insert("Gather", [written, node.input], Self.axis(of: table), before: place)
        if isHalved { scale = cast(scale, before: place) }
        guard table.type != .float else { return editor.replace(place, with: "Mul", [row, scale]) }
        let product = editor.insert("Mul", [row, scale], before: place)
        editor.replace(place, with: "Cast", [product], [("to", .int(Int(table.type.code)))])
    }

    /// Along which dimension of a table is looked up: not said of the first.
    private static func axis(of table: WeightTensor) -> [(String, Attribute)] {
        table.channelAxis == 0 ? [] : [("axis", .int(table.channelAxis))]
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
        let inputs = index.graph.node[place].input
        // Where a runtime has no kernel for halves, it makes floats of them first.
        func isHalf(_ weights: (index: Int, tensor: WeightTensor)) -> Bool {
            weights.tensor.type != .float || index.isMadeOfHalves(inputs[weights.index])
        }
        let weights = node.weights.filter { !isHalf($0) && $0.tensor.values.count > Self.fewest }
        guard !weights.isEmpty else {
            let areHalves = node.weights.contains(where: isHalf)
            throw Failure(areHalves ? QuantizationResult.Skipped.halves : "its weights are so few that nothing is gained")
        }
        let all = weights.map { Halves($0.tensor.values) }
        if let reason = all.lazy.compactMap(\.reason).first { throw Failure(reason) }
        for ((index, tensor), halves) in zip(weights, all) {
            let constant = editor.constant(try Tensor(.float16(halves.values), shape: tensor.shape))
            if node.kind == .lookup {
                let row = editor.insert("Gather", [constant, node.input], Self.axis(of: tensor), before: place)
                editor.replace(place, with: "Cast", [row], [("to", .int(Int(ElementType.float.code)))])
            } else {
                editor.nodes[place].input[index] = cast(turned(constant, tensor, before: place), before: place)
            }
        }
        vanished = all.reduce(0) { $0 + $1.vanished }
        if node.kind == .product { plainFactors(at: place, of: node, writesBias: true) }
        if let (index, bias) = node.ownBias { editor.nodes[place].input[index] = try halves(bias, before: place) }
    }

    // MARK: Stored weights

    /// The bytes of weights as a node takes them.
    mutating func bytes(_ weights: QuantizedWeights, _ tensor: WeightTensor, before place: Int) throws -> String {
        turned(editor.constant(try Tensor(.int8(weights.values), shape: tensor.shape)), tensor, before: place)
    }

    /// What is stored, transposed where the node takes it so: a runtime does that once, when it loads the model.
    mutating func turned(_ stored: String, _ tensor: WeightTensor, before place: Int) -> String {
        tensor.isTurned ? editor.insert("Transpose", [stored], [("perm", .ints([1, 0]))], before: place) : stored
    }

    // MARK: Halves

    /// Of fewer numbers the operator that makes floats of halves takes the room that they save.
    static var fewest: Int { 64 }

    private static func asHalves(_ tensor: Tensor) throws -> Tensor {
        try Tensor(.float16(Halves(tensor.floats ?? []).values), shape: tensor.shape)
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
