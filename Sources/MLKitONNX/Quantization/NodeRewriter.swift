internal import MLKitCore
internal import MLKitONNXFormat

/// Writes nodes of a graph in their quantized form.
///
/// Static products and convolutions are in the QDQ form
/// (https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html): the operators stay, with QuantizeLinear and
/// DequantizeLinear around their inputs, which every runtime can run and ONNX Runtime turns into integer kernels. For it to find
/// them (tried with 1.31):
///
/// - the weights' zero points, all zero, must be there; without them it multiplies floats;
/// - the bias must be 32-bit integers too; with a float bias only products whose result is quantized again are
///   found. Its zero points may be left out. Its unit is that of the products, so it loses nothing to speak of;
/// - a product that is rectified must be quantized again afterwards, as the input of the next one; so small products,
///   whose scales and nodes take more room than 8-bit weights save, are quantized like the others.
struct NodeRewriter {
    var editor: GraphEditor
    let options: Quantizer.Options
    let index: GraphIndex
    /// How many weights of the node that was rewritten last became 0.
    var vanished = 0
    /// Tensors that have been quantized, with what the dequantized ones are called.
    private var dequantized = [String: String]()
    /// Tensors that are quantized in each run: bytes, scale and zero point.
    private var dynamic = [String: [String]]()

    init(_ editor: GraphEditor, _ index: GraphIndex, _ options: Quantizer.Options) {
        self.editor = editor
        self.index = index
        self.options = options
    }

    /// - Parameters:
    ///   - place: Of the node in the graph.
    ///   - ranges: Of tensors, in mode `static`; `nil` within inner graphs, where none are known.
    /// - Throws: `Failure` whose message is the reason why it cannot be quantized.
    mutating func quantize(_ node: WeightedNode, at place: Int, ranges: [String: ClosedRange<Float>]?) throws {
        vanished = 0
        switch options.mode {
        case .static where node.kind == .product || node.kind == .convolution:
            guard let ranges, node.weights[0].tensor.type == .float, node.addend == nil, !node.isOnlyKept else {
                return try keep(node, at: place)
            }
            try makeStatic(node, at: place, range: ranges[node.input])
        case .dynamic where node.kind == .product && !node.isOnlyKept: try makeDynamic(node, at: place)
        case .static, .dynamic, .weights: try keep(node, at: place)
        case .float16: try halve(node, at: place)
        }
    }

    // MARK: Ranges found beforehand

    private mutating func makeStatic(_ node: WeightedNode, at place: Int, range: ClosedRange<Float>?) throws {
        guard let range else { throw Failure("its input `\(node.input)` was not calibrated") }
        guard let input = ActivationScale(covering: range, as: options.activations) else {
            let isFinite = range.lowerBound.isFinite && range.upperBound.isFinite
            let reason = isFinite ? "so small that no scale of it is a float" : "not finite"
            throw Failure("the range of its input `\(node.input)` is \(reason)")
        }
        let tensor = node.weights[0].tensor
        try tensor.checkScale()
        let isPerChannel = tensor.shared != nil || options.perChannel && (node.kind == .convolution || tensor.shape.count == 2)
        let weights = QuantizedWeights(tensor, bias: node.bias?.values, inputScale: input.scale, perChannel: isPerChannel)
        // The largest is that of the weights that count.
        guard let unit = weights.scales.max().map({ $0 * input.scale }), unit.isNormal else {
            throw Failure("the scale of its weights times that of its input `\(node.input)` is beyond what floats can hold")
        }
        editor.nodes[place].input[0] = try quantizedInput(node.input, input, before: place)
        transposeInput(of: node, at: place)
        editor.nodes[place].input[node.weights[0].index] = try dequantizedWeights(weights, tensor, isPerChannel, before: place)
        if let bias = node.bias, let values = weights.bias {
            let scales = weights.scales.map { $0 * input.scale }
            editor.nodes[bias.node].input[bias.inputIndex] = try dequantizedBias(values, scales, isPerChannel, before: bias.node)
        }
        plainFactors(at: place, of: node)
    }

    private mutating func quantizedInput(_ name: String, _ input: ActivationScale, before place: Int) throws -> String {
        if let known = dequantized[name] { return known }
        // Right after it is computed, so that all that use it can have it.
        let place = index.maker(of: name).map { $0 + 1 } ?? place
        let zeroPoint = try options.activations.scalar(input.zeroPoint)
        let parameters = [editor.constant(.scalar(input.scale)), editor.constant(zeroPoint)]
        let bytes = editor.insert("QuantizeLinear", [name] + parameters, before: place)
        let floats = editor.insert("DequantizeLinear", [bytes] + parameters, before: place)
        dequantized[name] = floats
        return floats
    }

    private mutating func dequantizedWeights(
        _ weights: QuantizedWeights, _ tensor: WeightTensor, _ isPerChannel: Bool, before place: Int
    ) throws -> String {
        let values = try bytes(weights, tensor, before: place)
        let zeroPoints = [Int8](repeating: 0, count: weights.scales.count)
        let parameters = [
            editor.constant(try parameter(.float(weights.scales), isPerChannel)),
            editor.constant(try parameter(.int8(zeroPoints), isPerChannel)),
        ]
        let axis = Self.axis(tensor.usedAxis, isPerChannel)
        return halved(editor.insert("DequantizeLinear", [values] + parameters, axis, before: place), tensor.type, before: place)
    }

    private mutating func dequantizedBias(
        _ values: [Int32], _ scales: [Float], _ isPerChannel: Bool, before place: Int
    ) throws -> String {
        let inputs = [editor.constant(Tensor(.int32(values))), editor.constant(try parameter(.float(scales), isPerChannel))]
        return editor.insert("DequantizeLinear", inputs, Self.axis(0, isPerChannel), before: place)
    }

    /// One value per channel, or a scalar for all.
    private func parameter(_ values: Tensor.Values, _ isPerChannel: Bool) throws -> Tensor {
        try Tensor(values, shape: isPerChannel ? [values.count] : [])
    }

    /// Written only where it matters and is not 1, which is what is taken without it.
    private static func axis(_ axis: Int, _ isPerChannel: Bool) -> [(String, Attribute)] {
        isPerChannel && axis != 1 ? [("axis", .int(axis))] : []
    }

    /// Between convolutions, what adds, joins and pools their results takes and gives bytes too.
    mutating func quantizeBetween(_ plan: ActivationPlan, _ ranges: [String: ClosedRange<Float>]) throws {
        var floats = [String: String]()
        for result in plan.results {
            guard let range = ranges[result.tensor], let scale = ActivationScale(covering: range, as: options.activations) else {
                continue
            }
            floats[result.tensor] = try quantizedInput(result.tensor, scale, before: result.place + 1)
        }
        for place in editor.nodes.indices {
            for (input, name) in editor.nodes[place].input.enumerated() {
                if let replacement = floats[name] { editor.nodes[place].input[input] = replacement }
            }
        }
    }

    // MARK: Ranges found in each run

    /// `DynamicQuantizeLinear`, `MatMulInteger`, and the scales afterwards: the form that ONNX Runtime makes one kernel of.
    private mutating func makeDynamic(_ node: WeightedNode, at place: Int) throws {
        let tensor = node.weights[0].tensor
        guard tensor.type == .float else { return try keep(node, at: place) }
        try tensor.checkScale()
        let isGemm = editor.nodes[place].opType == "Gemm"
        let isPerChannel = tensor.shared != nil || options.perChannel && tensor.shape.count == 2
        let weights = QuantizedWeights(tensor, bias: nil, inputScale: 1, perChannel: isPerChannel)
        transposeInput(of: node, at: place)
        let input = editor.nodes[place].input[0]
        let parts = dynamic[input] ?? editor.insert("DynamicQuantizeLinear", [input], before: place, outputCount: 3)
        dynamic[input] = parts
        let bytes = try columns(weights, tensor, before: place)
        let zero = editor.constant(.scalar(0 as Int8))
        let sums = editor.insert("MatMulInteger", [parts[0], bytes, parts[2], zero], before: place)
        let floats = cast(sums, before: place)
        let scales = editor.constant(try parameter(.float(weights.scales), isPerChannel))
        let factors = editor.insert("Mul", [parts[1], scales], before: place)
        guard isGemm, let added = addend(of: node, before: place) else { return editor.replace(place, with: "Mul", [floats, factors]) }
        let product = editor.insert("Mul", [floats, factors], before: place)
        editor.replace(place, with: "Add", [product, added])
    }

    /// What a Gemm adds, for an operator that adds nothing itself.
    mutating func addend(of node: WeightedNode, before place: Int) -> String? {
        guard let addend = node.addend else { return node.bias.map { editor.constant(Tensor(.float($0.values))) } }
        guard addend.factor != 1 else { return addend.name }
        return editor.insert("Mul", [addend.name, editor.constant(.scalar(addend.factor))], before: place)
    }

    /// The bytes with a column for each channel: stored so, unless others use them as they are.
    private mutating func columns(_ weights: QuantizedWeights, _ tensor: WeightTensor, before place: Int) throws -> String {
        let stored = try Tensor(.int8(weights.values), shape: tensor.shape)
        guard tensor.channelAxis == 0 else { return editor.constant(stored) }
        guard tensor.shared == nil else {
            return editor.insert("Transpose", [editor.constant(stored)], [("perm", .ints([1, 0]))], before: place)
        }
        let (rows, columns) = (tensor.shape[0], tensor.shape[1])
        let values = weights.values.indices.map { place in weights.values[place % rows * columns + place / rows] }
        return editor.constant(try Tensor(.int8(values), shape: [columns, rows]))
    }

    // MARK: Gemm

    /// What comes after a Gemm's own transposition of its input.
    mutating func transposeInput(of node: WeightedNode, at place: Int) {
        guard node.transposesInput else { return }
        editor.nodes[place].input[0] = editor.insert(
            "Transpose", [editor.nodes[place].input[0]], [("perm", .ints([1, 0]))], before: place)
        editor.nodes[place].attribute.removeAll { $0.name == "transA" }
    }

    /// A Gemm whose factors have gone into weights and bias; that of what else it adds stays.
    ///
    /// - Parameter writesBias: Whether the bias is written anew, if a factor has gone into it.
    mutating func plainFactors(at place: Int, of node: WeightedNode, writesBias: Bool = false) {
        guard editor.nodes[place].opType == "Gemm" else { return }
        let scalesBias = (editor.nodes[place].attribute("beta")?.f ?? 1) != 1
        if writesBias, scalesBias, let bias = node.bias {
            let values = editor.constant(Tensor(.float(bias.values)))
            editor.nodes[place].input[2] = halved(values, node.weights[0].tensor.type, before: place)
        }
        let factors = node.addend == nil ? ["alpha", "beta"] : ["alpha"]
        editor.nodes[place].attribute.removeAll { factors.contains($0.name) && $0.f != 1 }
    }

    // MARK: Types

    /// What a model of halves multiplies is halves.
    mutating func halved(_ name: String, _ type: ElementType, before place: Int) -> String {
        type == .float ? name : cast(name, to: type, before: place)
    }

    mutating func cast(_ name: String, to type: ElementType = .float, before place: Int) -> String {
        editor.insert("Cast", [name], [("to", .int(Int(type.code)))], before: place)
    }
}
