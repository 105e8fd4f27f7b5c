internal import MLKitCore
internal import MLKitONNXFormat

extension Model {
    /// Constants that hold NaN, and weights that hold infinity, in the graph and those within it: "`w` holds NaN at [3, 5]". Infinity
    /// alone may be meant, as in masks.
    public var unsoundWeights: [String] { format.graph.unsoundWeights }
}

extension Onnx_GraphProto {
    fileprivate var unsoundWeights: [String] {
        let weights = Set(node.filter { WeightedNode.isCandidate($0) }.flatMap(\.input))
        let constants = initializer.map { ($0.name, $0) }
            + node.filter { $0.qualifiedOperator == "Constant" }.compactMap { node in
                node.attribute("value").flatMap { $0.hasT ? (node.output.first ?? "", $0.t) : nil }
            }
        let found = constants.compactMap { name, tensor -> String? in
            guard let tensor = try? Tensor(tensor), let values = tensor.reals else { return nil }
            let place = values.firstIndex { $0.isNaN || $0.isInfinite && weights.contains(name) }
            return place.map { "`\(name)` holds \(values[$0].words) at \(tensor.placeWords(ofElement: $0))" }
        }
        return found + node.flatMap(\.graphs).flatMap(\.unsoundWeights)
    }
}
