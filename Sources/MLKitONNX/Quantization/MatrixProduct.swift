internal import MLKitCore
internal import MLKitONNXFormat

/// A node that multiplies its input by constant weights and perhaps adds a constant bias: what can be quantized.
struct MatrixProduct {
    /// The tensor that is multiplied.
    let input: String
    let weights: WeightMatrix
    let bias: Bias?

    /// The vector that is added to every row of the product.
    struct Bias {
        /// One per column of the product.
        let values: [Float]
        /// The place of the node that adds it, and of the bias among that node's inputs.
        let node: Int
        let inputIndex: Int
    }

    static func isCandidate(_ node: Onnx_NodeProto) -> Bool {
        ["MatMul", "Gemm"].contains(node.qualifiedOperator)
    }

    /// The product that the node at `place` of the graph computes.
    ///
    /// - Throws: `Failure` whose message is the reason why the node cannot be quantized.
    init(at place: Int, in index: GraphIndex) throws {
        let node = index.graph.node[place]
        guard Self.isCandidate(node), node.input.count >= 2 else { throw Failure("it is no matrix product") }
        input = node.input[0]
        guard index.constant(input) == nil else { throw Failure("its first factor is constant") }
        guard let constant = index.constant(node.input[1]) else { throw Failure("its second factor is not constant") }
        try Self.checkAttributes(node)
        weights = try WeightMatrix(Tensor(constant), isTransposed: node.attribute("transB")?.i == 1)
        let columns = weights.columnCount
        bias = node.opType == "Gemm" ? try Self.ownBias(place, columns, index) : Self.addedBias(node, columns, index)
    }

    private static func checkAttributes(_ node: Onnx_NodeProto) throws {
        let factors = ["alpha", "beta"].compactMap { node.attribute($0)?.f }
        guard factors.allSatisfy({ $0 == 1 }) else { throw Failure("it scales its terms") }
        guard node.attribute("transA")?.i ?? 0 == 0 else { throw Failure("it transposes its first factor") }
    }

    /// The bias that a Gemm adds itself.
    private static func ownBias(_ place: Int, _ columns: Int, _ index: GraphIndex) throws -> Bias? {
        let inputs = index.graph.node[place].input
        guard inputs.count > 2, !inputs[2].isEmpty else { return nil }
        guard let values = index.vector(inputs[2], shapes: [[columns], [1, columns]]) else {
            throw Failure("its bias is not a constant vector of finite floats")
        }
        return Bias(values: values, node: place, inputIndex: 2)
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

extension GraphIndex {
    /// The values of a constant of one of these shapes, if they are finite floats.
    fileprivate func vector(_ name: String, shapes: [[Int]]) -> [Float]? {
        guard let constant = constant(name), let tensor = try? Tensor(constant), shapes.contains(tensor.shape),
            let values = tensor.floats, values.allSatisfy(\.isFinite)
        else { return nil }
        return values
    }
}
