internal import MLKitONNXFormat

extension Model {
    /// Over which dimension the values of an output are those of classes, as far as the graph tells: of outputs by name, negative ones from
    /// the last.
    ///
    /// It is the dimension of a softmax, of the channels of a convolution, or the last of a product, that what follows leaves where it is.
    public var classAxes: [String: Int] {
        let index = GraphIndex(withoutListedConstants.format.graph)
        let trace = ClassAxisTrace(index, operatorSet: operatorSet)
        let found = format.graph.output.compactMap { output in trace.axis(of: output.name).map { (output.name, $0) } }
        return Dictionary(found) { first, _ in first }
    }
}

private struct ClassAxisTrace {
    private let index: GraphIndex
    private let operatorSet: Int

    init(_ index: GraphIndex, operatorSet: Int) {
        (self.index, self.operatorSet) = (index, operatorSet)
    }

    private static let choosers: Set = ["Softmax", "LogSoftmax", "Hardmax", "ArgMax"]
    /// What leaves dimensions where they are, of its first input.
    private static let carriers: Set = [
        "Identity", "Sigmoid", "HardSigmoid", "Cast", "Relu", "Clip", "LeakyRelu", "Exp", "Log", "Neg", "Tanh", "Dropout", "Resize",
        "Upsample",
        "LayerNormalization", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "Pad", "QuantizeLinear", "DequantizeLinear",
    ]
    private static let pairs: Set = ["Add", "Sub", "Mul", "Div", "Max", "Min", "Sum"]
    private static let channels: Set = ["Conv", "ConvTranspose", "BatchNormalization", "InstanceNormalization"]
    /// No chain of nodes is longer than that between the last product and an output.
    private static let longest = 64

    func axis(of name: String) -> Int? {
        let user = index.graph.node.first { Self.choosers.contains($0.qualifiedOperator) && $0.input.first == name }
        return user.map(chosen) ?? axis(of: name, steps: Self.longest)
    }

    private func axis(of name: String, steps: Int) -> Int? {
        guard steps > 0, let node = index.maker(of: name).map({ index.graph.node[$0] }), let input = node.input.first else { return nil }
        let op = node.qualifiedOperator
        if op == "ArgMax" { return nil }
        if Self.choosers.contains(op) { return chosen(node) }
        if Self.channels.contains(op) { return 1 }
        if op == "MatMul" || op == "Gemm" { return -1 }
        if Self.carriers.contains(op) { return axis(of: input, steps: steps - 1) }
        if Self.pairs.contains(op) {
            return node.input.lazy.filter { !index.isConstant($0) }.compactMap { axis(of: $0, steps: steps - 1) }.first
        }
        guard op == "Transpose", let order = node.attribute("perm")?.ints, let axis = axis(of: input, steps: steps - 1) else { return nil }
        return order.firstIndex(of: Int64(axis < 0 ? axis + order.count : axis))
    }

    /// The dimension that an operator looks for the largest over, or divides by the sum of.
    private func chosen(_ node: Onnx_NodeProto) -> Int {
        if let axis = node.attribute("axis")?.i { return Int(axis) }
        return node.opType == "ArgMax" ? 0 : operatorSet < 13 ? 1 : -1
    }
}
