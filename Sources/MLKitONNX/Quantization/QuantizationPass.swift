internal import MLKitCore
internal import MLKitONNXFormat

/// One walk of a quantizer through a graph and the graphs within it.
struct QuantizationPass {
    let options: Quantizer.Options
    let ranges: [String: ClosedRange<Float>]
    private let sharing: WeightSharing
    private var names: NameAllocator
    private var pool = ConstantPool()
    var quantized: [String] = []
    var skipped: [QuantizationResult.Skipped] = []
    var inBytes: [QuantizationResult.Skipped] = []
    var zeroed: [QuantizationResult.Skipped] = []

    init(options: Quantizer.Options, ranges: [String: ClosedRange<Float>], on model: Model) {
        self.options = options
        self.ranges = ranges
        names = NameAllocator(taken: GraphIndex.names(model.format.graph))
        sharing = WeightSharing(model.format.graph, options)
    }

    /// - Parameters:
    ///   - outer: Of the graph around this one; ranges are known of the outermost graph alone.
    ///   - hidden: What graphs within the outermost one call values of their own.
    mutating func rewrite(_ graph: Onnx_GraphProto, outer: GraphIndex? = nil, hidden: Set<String> = []) throws -> Onnx_GraphProto {
        let index = GraphIndex(graph, outer: outer)
        var graph = graph
        for place in graph.node.indices {
            for attribute in graph.node[place].attribute.indices where graph.node[place].attribute[attribute].hasG {
                let inner = graph.node[place].attribute[attribute].g
                graph.node[place].attribute[attribute].g = try rewrite(inner, outer: index, hidden: hidden.union(inner.ownNames))
            }
        }
        var rewriter = NodeRewriter(GraphEditor(graph, names: names, pool: pool), index, options)
        var convolutions = Set<Int>()
        for (place, node) in graph.node.enumerated() {
            guard WeightedNode.isCandidate(node) else {
                if let reason = WeightedNode.reasonForLeaving(node, index) { skipped.append(.init(name: node.label, reason: reason)) }
                continue
            }
            do {
                guard !options.kept.contains(node.label) else { throw Failure(QuantizationResult.Skipped.toBeKept) }
                guard let found = try WeightedNode(at: place, in: index) else { continue }
                let weighted = sharing.applied(to: found, at: place, in: index, hidden: hidden)
                try rewriter.quantize(weighted, at: place, ranges: outer == nil ? ranges : nil)
                note(weighted, node.label, rewriter.vanished)
                if weighted.kind == .convolution { convolutions.insert(place) }
            } catch let failure as Failure {
                skipped.append(.init(name: node.label, reason: failure.diagnostics.map(\.message).joined(separator: ", ")))
            } catch {
                skipped.append(.init(name: node.label, reason: "\(error)"))
            }
        }
        if options.mode == .static, outer == nil {
            try rewriter.quantizeBetween(ActivationPlan(index, convolutions: convolutions), ranges)
        }
        (names, pool) = (rewriter.editor.names, rewriter.editor.pool)
        return rewriter.editor.graph(storesConstants: outer == nil)
    }

    /// - Parameter vanished: How many of a node's weights became 0.
    private mutating func note(_ weighted: WeightedNode, _ label: String, _ vanished: Int) {
        quantized.append(label)
        if options.wantsFourBits, let reason = KeptWeights.reasonForBytes(weighted.weights[0].tensor, of: weighted.kind) {
            inBytes.append(.init(name: label, reason: reason))
        }
        guard vanished > 0 else { return }
        let all = plural(weighted.weights.reduce(0) { $0 + $1.tensor.values.count }, "weight")
        let verb = vanished == 1 ? "is" : "are"
        zeroed.append(.init(name: label, reason: "\(vanished) of its \(all) \(verb) too small for halves, and became 0"))
    }
}

extension Onnx_GraphProto {
    /// What is computed, or stored, in the graph itself.
    var ownNames: Set<String> { Set(initializer.map(\.name) + node.flatMap(\.output) + input.map(\.name)) }
}
