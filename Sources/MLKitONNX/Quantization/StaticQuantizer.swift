internal import MLKitCore
internal import MLKitONNXFormat

/// Rewrites a model's matrix products to 8-bit integers, with ranges found beforehand on sample data.
///
/// The result is in the QDQ form (https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html):
/// the operators stay, with QuantizeLinear and DequantizeLinear around their inputs, which every runtime can run
/// and ONNX Runtime turns into integer kernels. For it to find them (tried with 1.31):
///
/// - the weights' zero points, all zero, must be there; without them it multiplies floats;
/// - the bias must be 32-bit integers too; with a float bias only products whose result is quantized again are
///   found. Its zero points may be left out. Its unit is that of the products, so it loses nothing to speak of;
/// - a product that is rectified must be quantized again afterwards, as the input of the next one; so small products,
///   whose scales and nodes take more room than 8-bit weights save, are quantized like the others.
///
/// All else in the graph is left as it is.
public struct StaticQuantizer: Sendable {
    public struct Options: Hashable, Sendable {
        /// One scale per column of a weight matrix: more precise, and nine bytes larger per column.
        public var perChannel: Bool

        public init(perChannel: Bool = true) {
            self.perChannel = perChannel
        }
    }

    public var options: Options

    public init(options: Options = Options()) {
        self.options = options
    }

    /// The model with every matrix product quantized that can be.
    ///
    /// - Parameter ranges: The range of each tensor that is multiplied, as a `Calibrator` finds them. A product
    ///   whose input has none is left in float.
    /// - Throws: `Failure` if the model's operator set is too old to express quantization.
    public func quantize(model: Model, ranges: [String: ClosedRange<Float>]) throws -> QuantizationResult {
        try check(model.format.opsetImport)
        let index = GraphIndex(model.format.graph)
        var rewriter = GraphRewriter(index, options)
        var result = QuantizationResult(model: model, quantizedNodes: [], skipped: [])
        for (place, node) in index.graph.node.enumerated() where MatrixProduct.isCandidate(node) {
            do {
                let product = try MatrixProduct(at: place, in: index)
                try rewriter.quantize(product, at: place, range: ranges[product.input])
                result.quantizedNodes.append(node.label)
            } catch let failure as Failure {
                let reason = failure.diagnostics.map(\.message).joined(separator: ", ")
                result.skipped.append(.init(name: node.label, reason: reason))
            }
        }
        result.model.format.graph = rewriter.graph()
        return result
    }

    private func check(_ sets: [Onnx_OperatorSetIdProto]) throws {
        let version = sets.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }?.version ?? 0
        guard version >= 13 else {
            throw Failure(
                "the model uses version \(version) of ONNX's operators, and quantization needs 13 or later",
                hint: "export the model anew with a later operator set")
        }
    }
}

extension Model {
    /// Whether there is an operator that a quantizer looks at.
    public var hasMatrixProducts: Bool { format.graph.node.contains { MatrixProduct.isCandidate($0) } }
}
