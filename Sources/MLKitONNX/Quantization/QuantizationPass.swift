internal import MLKitCore
internal import MLKitONNXFormat

/// One walk of a quantizer through a graph and the graphs within it.
struct QuantizationPass {
    let options: Quantizer.Options
    let ranges: [String: ClosedRange<Float>]
    var names: NameAllocator
    var quantized: [String] = []
    var skipped: [QuantizationResult.Skipped] = []

    init(options: Quantizer.Options, ranges: [String: ClosedRange<Float>], names: NameAllocator) {
        self.options = options
        self.ranges = ranges
        self.names = names
    }

    /// - Parameters:
    ///   - outer: The constants of the graphs around this one.
    ///   - isInner: Whether there are any; ranges are known of the outermost graph alone.
    mutating func rewrite(_ graph: Onnx_GraphProto, outer: [String: Onnx_TensorProto], isInner: Bool) -> Onnx_GraphProto {
        let index = GraphIndex(graph, outer: outer)
        var graph = graph
        for place in graph.node.indices {
            for attribute in graph.node[place].attribute.indices where graph.node[place].attribute[attribute].hasG {
                graph.node[place].attribute[attribute].g = rewrite(
                    graph.node[place].attribute[attribute].g, outer: index.constants, isInner: true)
            }
        }
        var rewriter = NodeRewriter(GraphEditor(graph, names: names), index, options)
        let plan = options.mode == .static && !isInner ? ActivationPlan(index) : nil
        for (place, node) in graph.node.enumerated() where WeightedNode.isCandidate(node) {
            do {
                guard let weighted = try WeightedNode(at: place, in: index) else { continue }
                guard !options.kept.contains(node.label) else { throw Failure("it is to be left in float") }
                try rewriter.quantize(weighted, at: place, ranges: isInner ? nil : ranges)
                quantized.append(node.label)
            } catch let failure as Failure {
                skipped.append(.init(name: node.label, reason: failure.diagnostics.map(\.message).joined(separator: ", ")))
            } catch {
                skipped.append(.init(name: node.label, reason: "\(error)"))
            }
        }
        if let plan { rewriter.quantizeBetween(plan, ranges) }
        names = rewriter.editor.names
        return rewriter.editor.graph()
    }
}
