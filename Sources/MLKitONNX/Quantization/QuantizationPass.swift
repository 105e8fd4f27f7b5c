internal import MLKitCore
internal import MLKitONNXFormat

/// One walk of a quantizer through a graph and the graphs within it.
struct QuantizationPass {
    let options: Quantizer.Options
    let ranges: [String: ClosedRange<Float>]
    let operatorSet: Int
    var names: NameAllocator
    var quantized: [String] = []
    var skipped: [QuantizationResult.Skipped] = []
    var inBytes: [QuantizationResult.Skipped] = []

    init(options: Quantizer.Options, ranges: [String: ClosedRange<Float>], on model: Model) {
        self.options = options
        self.ranges = ranges
        operatorSet = model.operatorSet
        names = NameAllocator(taken: GraphIndex.names(model.format.graph))
    }

    /// - Parameters:
    ///   - outer: The constants of the graphs around this one.
    ///   - isInner: Whether there are any; ranges are known of the outermost graph alone.
    mutating func rewrite(_ graph: Onnx_GraphProto, outer: [String: Onnx_TensorProto], isInner: Bool) throws -> Onnx_GraphProto {
        let index = GraphIndex(graph, outer: outer)
        var graph = graph
        for place in graph.node.indices {
            for attribute in graph.node[place].attribute.indices where graph.node[place].attribute[attribute].hasG {
                graph.node[place].attribute[attribute].g = try rewrite(
                    graph.node[place].attribute[attribute].g, outer: index.constants, isInner: true)
            }
        }
        var rewriter = NodeRewriter(GraphEditor(graph, names: names), index, options, operatorSet: operatorSet)
        var convolutions = Set<Int>()
        for (place, node) in graph.node.enumerated() where WeightedNode.isCandidate(node) {
            do {
                guard !options.kept.contains(node.label) else { throw Failure(QuantizationResult.Skipped.toBeKept) }
                guard let weighted = try WeightedNode(at: place, in: index) else { continue }
                try rewriter.quantize(weighted, at: place, ranges: isInner ? nil : ranges)
                quantized.append(node.label)
                if options.wantsFourBits, let reason = KeptWeights.reasonForBytes(weighted.weights[0].tensor, of: weighted.kind) {
                    inBytes.append(.init(name: node.label, reason: reason))
                }
                if weighted.kind == .convolution { convolutions.insert(place) }
            } catch let failure as Failure {
                skipped.append(.init(name: node.label, reason: failure.diagnostics.map(\.message).joined(separator: ", ")))
            } catch {
                skipped.append(.init(name: node.label, reason: "\(error)"))
            }
        }
        if options.mode == .static, !isInner {
            try rewriter.quantizeBetween(ActivationPlan(index, convolutions: convolutions), ranges)
        }
        names = rewriter.editor.names
        return rewriter.editor.graph()
    }
}
