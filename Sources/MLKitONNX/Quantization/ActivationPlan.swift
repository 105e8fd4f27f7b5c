internal import MLKitONNXFormat

/// Which tensors of a graph are quantized between convolutions, so that their kernels hand bytes on.
///
/// A convolution runs on integers only if its result is quantized; a sum of two results only if both are. Starting from the results
/// of convolutions (rectified, where that is what follows), everything is taken along that only moves, joins, pools or adds what
/// is quantized already.
struct ActivationPlan {
    struct Result {
        let tensor: String
        /// Of the node that computes it.
        let place: Int
    }

    /// In the order of the graph.
    private(set) var results: [Result] = []

    private static let rectifiers: Set = ["Relu", "Clip", "LeakyRelu"]
    private static let carriers: Set = [
        "Add", "Mul", "Concat", "MaxPool", "AveragePool", "GlobalAveragePool", "Reshape", "Flatten", "Transpose", "Squeeze",
        "Unsqueeze", "Relu", "Clip", "LeakyRelu", "Resize", "Sigmoid",
    ]

    init(_ index: GraphIndex) {
        let graph = index.graph
        let shown = Set(graph.output.map(\.name))
        var quantized = Set<String>()
        for (place, node) in graph.node.enumerated() {
            guard let output = node.output.first, !shown.contains(output) else { continue }
            let feeds = node.input.filter { !$0.isEmpty && index.constant($0) == nil }
            let carries = Self.carriers.contains(node.qualifiedOperator) && !feeds.isEmpty
            if node.qualifiedOperator == "Conv", index.constant(node.input[1]) != nil {
                if let next = index.soleUser(of: output), Self.rectifiers.contains(graph.node[next].qualifiedOperator) { continue }
            } else if carries, feeds.allSatisfy(quantized.contains) {
                // Bytes in, bytes out.
            } else if Self.rectifiers.contains(node.qualifiedOperator), let feed = feeds.first, Self.isConvolution(feed, graph, index) {
                // The rectified result of a convolution.
            } else {
                continue
            }
            quantized.insert(output)
            results.append(Result(tensor: output, place: place))
        }
    }

    private static func isConvolution(_ tensor: String, _ graph: Onnx_GraphProto, _ index: GraphIndex) -> Bool {
        guard index.soleUser(of: tensor) != nil, let maker = index.maker(of: tensor) else { return false }
        return graph.node[maker].qualifiedOperator == "Conv" && index.constant(graph.node[maker].input[1]) != nil
    }
}
