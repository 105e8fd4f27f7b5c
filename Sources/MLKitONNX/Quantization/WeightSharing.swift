internal import MLKitONNXFormat

/// As what weights are kept that several nodes use in ways of their own, as an embedding whose table is multiplied by at the end: bytes
/// with the same scales for all of them, so that they are stored once.
struct SharedForm: Hashable {
    /// The dimension of the stored tensor that has scales.
    var axis: Int
    /// Whether a node multiplies the bytes themselves.
    var isMultiplied: Bool
}

/// Which constants of a graph are used in several ways.
struct WeightSharing {
    private var forms = [String: SharedForm]()
    private let options: Quantizer.Options

    /// How a node uses weights.
    private struct Use: Hashable {
        let kind: WeightedNode.Kind
        /// The dimension of the stored tensor that counts its channels.
        let axis: Int
        /// Whether it is within a graph where no ranges are known, so that it multiplies floats in mode `static`.
        let isWithoutRanges: Bool
    }

    init(_ graph: Onnx_GraphProto, _ options: Quantizer.Options) {
        self.options = options
        guard options.mode != .float16 else { return }
        var counts = [String: Int]()
        walk(graph, in: GraphIndex(graph)) { node, _, index, hidden in
            for name in Set(node.input.filter(index.isConstant).map { index.source(of: $0).name }) where !hidden.contains(name) {
                counts[name, default: 0] += 1
            }
        }
        let several = Set(counts.filter { $0.value > 1 }.keys)
        guard !several.isEmpty else { return }
        var uses = [String: [Use]]()
        walk(graph, in: GraphIndex(graph)) { node, place, index, hidden in
            guard node.input.contains(where: { several.contains(index.source(of: $0).name) }),
                let weighted = try? WeightedNode(at: place, in: index)
            else { return }
            for (input, tensor) in weighted.weights {
                guard let name = Self.name(of: tensor, at: node.input[input], index, hidden) else { continue }
                let isWithoutRanges = options.mode == .static && !hidden.isEmpty
                uses[name, default: []].append(Use(kind: weighted.kind, axis: tensor.channelAxis, isWithoutRanges: isWithoutRanges))
            }
        }
        forms = uses.filter { Set($0.value).count > 1 }.mapValues { Self.form($0, options) }
    }

    private static func form(_ uses: [Use], _ options: Quantizer.Options) -> SharedForm {
        let products = uses.filter { $0.kind == .product }
        // A row that is looked up needs its own scale.
        let axis = uses.first { $0.kind == .lookup }?.axis ?? (products + uses)[0].axis
        let multiplies = options.mode == .dynamic || options.mode == .static
        return SharedForm(axis: axis, isMultiplied: multiplies && products.contains { $0.axis == axis })
    }

    /// - Parameters:
    ///   - hidden: names of inner graphs, of which another graph may have one too.
    ///   - look: what is done with each node that may be quantized, and its place.
    private func walk(
        _ graph: Onnx_GraphProto, in index: GraphIndex, hidden: Set<String> = [],
        _ look: (Onnx_NodeProto, Int, GraphIndex, Set<String>) -> Void
    ) {
        for (place, node) in graph.node.enumerated() {
            for inner in node.graphs {
                walk(inner, in: GraphIndex(inner, outer: index), hidden: hidden.union(inner.ownNames), look)
            }
            if WeightedNode.isCandidate(node), !options.kept.contains(node.label) { look(node, place, index, hidden) }
        }
    }

    /// The constant that a node uses as it is stored in the outermost graph; `nil` for any other.
    private static func name(of tensor: WeightTensor, at input: String, _ index: GraphIndex, _ hidden: Set<String>) -> String? {
        let source = index.source(of: input)
        return tensor.isScaled || tensor.isTurned != source.isTurned || hidden.contains(source.name) ? nil : source.name
    }

    /// What a node has to know of the weights that others use too.
    ///
    /// - Parameter hidden: names of inner graphs, of which another graph may have one too.
    func applied(to weighted: WeightedNode, at place: Int, in index: GraphIndex, hidden: Set<String>) -> WeightedNode {
        var weighted = weighted
        for (number, (input, tensor)) in weighted.weights.enumerated() {
            let name = Self.name(of: tensor, at: index.graph.node[place].input[input], index, hidden)
            guard let form = name.flatMap({ forms[$0] }) else { continue }
            if tensor.channelAxis != form.axis {
                // What is looked up along one dimension finds no scales along another.
                guard weighted.kind != .lookup else { continue }
                weighted.isOnlyKept = true
            }
            weighted.weights[number].tensor = tensor.sharing(form)
        }
        return weighted
    }
}
