internal import MLKitONNXFormat

extension Model {
    /// Of nodes of the outermost graph, the others that use the same weights.
    ///
    /// - Parameter kept: The nodes, as `QuantizationResult` calls them.
    /// - Returns: In the order of the graph, those alone of which there are others.
    public func weightSharers(of kept: Set<String>) -> [(node: String, others: [String])] {
        let index = GraphIndex(format.graph)
        let weights = index.graph.node.filter { WeightedNode.isCandidate($0) }.map { node in
            (label: node.label, names: Set(node.input.filter(index.isConstant).map { index.source(of: $0).name }))
        }
        return weights.filter { kept.contains($0.label) }.compactMap { node in
            let others = weights.filter { !kept.contains($0.label) && !$0.names.isDisjoint(with: node.names) }.map(\.label)
            return others.isEmpty ? nil : (node.label, others)
        }
    }
}
