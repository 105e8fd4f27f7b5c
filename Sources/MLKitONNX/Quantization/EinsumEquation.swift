internal import MLKitCore
internal import MLKitONNXFormat

/// The equation of an Einsum: letters for the dimensions of each factor and of the result, as in `bsk,kn->bsn`.
struct EinsumEquation {
    let factors: [[Character]]
    /// `nil` where the equation does not say it.
    let result: [Character]?

    init(_ node: Onnx_NodeProto) {
        let text = (node.attribute("equation").map { String(decoding: $0.s, as: UTF8.self) } ?? "").filter { $0 != " " }
        let arrow = text.firstRange(of: "->")
        factors = text[..<(arrow?.lowerBound ?? text.endIndex)].split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
        result = arrow.map { Array(text[$0.upperBound...]) }
    }

    /// The places of the factors of a product of matrices, `x` and its constant weights, and whether these are transposed; `nil` for any
    /// other equation.
    ///
    /// - Parameter place: Of the constant factor.
    func product(weightsAt place: Int) -> (input: Int, isTransposed: Bool)? {
        guard factors.count == 2, let result, let weights = factors.dropFirst(place).first, weights.count == 2 else { return nil }
        let input = factors[1 - place]
        guard let inner = input.last, let outer = result.last, inner != outer, Set(input).count == input.count,
            result.dropLast() == input.dropLast(), !input.contains(outer), !(weights + input).contains(".")
        else { return nil }
        if weights == [inner, outer] { return (1 - place, false) }
        return weights == [outer, inner] ? (1 - place, true) : nil
    }

    /// The constant factors of a node, each with scales along a dimension that the result has too, the last such one.
    func weights(of node: Onnx_NodeProto, _ index: GraphIndex) throws -> [(index: Int, tensor: WeightTensor)] {
        try node.input.enumerated().compactMap { place, name in
            guard let constant = index.constant(name), constant.dims.count >= 2 else { return nil }
            let letters = factors.indices.contains(place) ? factors[place] : []
            let axis = letters.count == constant.dims.count ? letters.lastIndex { (result ?? letters).contains($0) } : nil
            return (place, try WeightTensor(Tensor(constant), channelAxis: axis ?? constant.dims.count - 1))
        }
    }
}

extension Onnx_GraphProto {
    /// The graph with MatMul in place of each Einsum that is a product of matrices with constant weights, its inner graphs likewise.
    func withEinsumProducts(_ names: inout NameAllocator, outer: GraphIndex? = nil) -> Onnx_GraphProto {
        let index = GraphIndex(self, outer: outer)
        var graph = self
        graph.node = []
        for node in node {
            var node = node
            for attribute in node.attribute.indices where node.attribute[attribute].hasG {
                node.attribute[attribute].g = node.attribute[attribute].g.withEinsumProducts(&names, outer: index)
            }
            guard node.qualifiedOperator == "Einsum", node.input.count == 2, let place = node.input.firstIndex(where: index.isConstant),
                !index.isConstant(node.input[1 - place]), let product = EinsumEquation(node).product(weightsAt: place)
            else {
                graph.node.append(node)
                continue
            }
            var weights = node.input[place]
            if product.isTransposed {
                var transpose = Onnx_NodeProto()
                (transpose.opType, transpose.input, transpose.output) = ("Transpose", [weights], [names.allocate()])
                transpose.attribute = [Attribute.ints([1, 0]).format(name: "perm")]
                weights = transpose.output[0]
                graph.node.append(transpose)
            }
            (node.opType, node.input, node.attribute) = ("MatMul", [node.input[product.input], weights], [])
            graph.node.append(node)
        }
        return graph
    }
}
