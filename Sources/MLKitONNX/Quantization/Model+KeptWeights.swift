internal import MLKitONNXFormat

extension Model {
    /// Whether weights are bytes that are multiplied by their scales before they are used: what the mode `weights` writes.
    public var keepsWeightsAsBytes: Bool { withoutListedConstants.format.graph.keepsWeightsAsBytes }

    /// Whether weights are halves that become floats before they are used: what the mode `float16` writes.
    public var keepsWeightsAsHalves: Bool { withoutListedConstants.format.graph.keepsWeightsAsHalves }
}

extension Onnx_GraphProto {
    fileprivate var keepsWeightsAsBytes: Bool {
        let index = GraphIndex(self)
        return node.contains { $0.graphs.contains(where: \.keepsWeightsAsBytes) }
            || node.contains { node in
                WeightedNode.isCandidate(node) && node.input.contains { index.isScaled($0) }
                    || node.qualifiedOperator == "Mul" && node.input.contains { index.isLookedUp($0) }
            }
    }

    fileprivate var keepsWeightsAsHalves: Bool {
        let index = GraphIndex(self)
        return node.contains { $0.graphs.contains(where: \.keepsWeightsAsHalves) }
            || node.contains { node in
                WeightedNode.isCandidate(node) && node.input.contains { index.isCast($0, of: [.float16]) }
                    || node.output.contains { index.isCastRow($0, of: [.float16]) }
            }
    }
}

extension GraphIndex {
    private static var bytes: Set<ElementType> { [.int8, .uint8] }

    /// Whether a tensor is `Cast(bytes) * scales`, or that as halves.
    fileprivate func isScaled(_ name: String) -> Bool {
        guard let node = producer(of: name) else { return false }
        if node.qualifiedOperator == "Cast", let input = node.input.first, producer(of: input)?.qualifiedOperator == "Mul" {
            return isScaled(input)
        }
        return node.qualifiedOperator == "Mul" && node.input.contains { isCast($0, of: Self.bytes) }
    }

    /// Whether a tensor is `Cast(Gather(bytes, …))`.
    fileprivate func isLookedUp(_ name: String) -> Bool { isCastRow(name, of: Self.bytes) }

    fileprivate func isCast(_ name: String, of types: Set<ElementType>) -> Bool {
        guard let node = producer(of: name), node.qualifiedOperator == "Cast", let input = node.input.first else { return false }
        return isConstant(input, of: types)
    }

    fileprivate func isCastRow(_ name: String, of types: Set<ElementType>) -> Bool {
        guard let node = producer(of: name), node.qualifiedOperator == "Cast", let row = node.input.first.flatMap(producer(of:)),
            row.qualifiedOperator == "Gather", let table = row.input.first
        else { return false }
        return isConstant(table, of: types)
    }

    private func isConstant(_ name: String, of types: Set<ElementType>) -> Bool {
        constant(name).flatMap { ElementType(code: $0.dataType) }.map(types.contains) ?? false
    }

    private func producer(of name: String) -> Onnx_NodeProto? { maker(of: name).map { graph.node[$0] } }
}
