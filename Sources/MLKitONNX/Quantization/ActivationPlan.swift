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
    /// What rounding to bytes does anyway, if their range begins or ends there: the runtime leaves them out.
    private static let bounds: Set = ["Relu", "Clip"]
    private static let sums: Set = ["Add", "Mul"]
    private static let carriers: Set = [
        "Add", "Mul", "Concat", "MaxPool", "AveragePool", "GlobalAveragePool", "Reshape", "Flatten", "Transpose", "Squeeze",
        "Unsqueeze", "Relu", "Clip", "LeakyRelu", "Resize", "Sigmoid",
    ]

    /// - Parameter convolutions: The places of those that are quantized; of all with constant weights if `nil`.
    init(_ index: GraphIndex, convolutions: Set<Int>? = nil) {
        let graph = index.graph
        func isConvolution(_ place: Int) -> Bool {
            let node = graph.node[place]
            guard node.qualifiedOperator == "Conv", let weights = index.constant(node.input[1]) else { return false }
            return weights.dataType == ElementType.float.code && convolutions?.contains(place) ?? true
        }
        let shown = Set(graph.output.map(\.name))
        func isUsed(_ output: String, by operators: Set<String>) -> Bool {
            index.soleUser(of: output).map { operators.contains(graph.node[$0].qualifiedOperator) } ?? false
        }
        var quantized = Set<String>()
        /// Sums of what is quantized that are bounded before anything uses them: quantized too, they would be rounded twice.
        var bounded = Set<String>()
        for (place, node) in graph.node.enumerated() {
            guard let output = node.output.first, !shown.contains(output) else { continue }
            let feeds = node.input.filter { !$0.isEmpty && !index.isConstant($0) }
            let carries = Self.carriers.contains(node.qualifiedOperator) && !feeds.isEmpty
            if isConvolution(place) {
                if isUsed(output, by: Self.rectifiers) { continue }
            } else if carries, feeds.allSatisfy(quantized.contains) {
                // Bytes in, bytes out.
                if Self.sums.contains(node.qualifiedOperator), isUsed(output, by: Self.bounds) {
                    bounded.insert(output)
                    continue
                }
            } else if let feed = feeds.first, bounded.contains(feed) {
                // What comes of such a sum.
            } else if Self.rectifiers.contains(node.qualifiedOperator), let feed = feeds.first, index.soleUser(of: feed) != nil,
                index.maker(of: feed).map(isConvolution) ?? false
            {
                // The rectified result of a convolution.
            } else {
                continue
            }
            quantized.insert(output)
            results.append(Result(tensor: output, place: place))
        }
    }
}
