internal import MLKitCore
internal import MLKitONNXFormat

/// The weights and the bias of a product as they are once a quantizer has written them: what training has to compute with, so that
/// what it sees is what runs.
package struct RoundedProduct {
    /// [inputs, outputs], as floats.
    package let weights: [Float]
    /// [outputs].
    package let bias: [Float]

    /// - Parameters:
    ///   - weights: [inputs, outputs]; all finite.
    ///   - bias: [outputs].
    ///   - range: of what is multiplied by the weights, in mode `static`.
    /// - Throws: `Failure` if numbers are not finite.
    package init(_ weights: [Float], bias: [Float], range: ClosedRange<Float>?, _ options: Quantizer.Options) throws {
        let rows = bias.isEmpty ? 0 : weights.count / bias.count
        let tensor = try WeightTensor(Tensor(.float(weights), shape: [rows, bias.count]), channelAxis: 1)
        if options.mode == .static {
            guard let input = range.flatMap({ ActivationScale(covering: $0, as: options.activations) }) else {
                throw Failure("the range of a layer's inputs is not finite")
            }
            let rounded = QuantizedWeights(tensor, bias: bias, inputScale: input.scale, perChannel: options.perChannel)
            self.weights = rounded.dequantized(tensor)
            self.bias = (rounded.bias ?? []).enumerated().map { channel, value in
                Float(value) * (rounded.scales[rounded.scales.count == 1 ? 0 : channel] * input.scale)
            }
            return
        }
        self.bias = bias
        self.weights =
            switch KeptWeights(tensor, of: .product, options) {
            case .bytes(let kept): kept.dequantized(tensor)
            case .fourBits(let kept): kept.dequantized(rows: rows)
            case .floats: weights
            }
    }
}

extension Model {
    /// The model with some of its products quantized, as `RoundedProduct` simulates them.
    ///
    /// - Parameter products: by the names of their nodes, the ranges of what is multiplied by the weights.
    /// - Throws: `Failure` as a quantizer.
    package func quantized(_ products: [String: ClosedRange<Float>], _ options: Quantizer.Options) throws -> Model {
        var options = options
        var ranges = [String: ClosedRange<Float>]()
        for node in format.graph.node where WeightedNode.isCandidate(node) {
            guard let range = products[node.name], let input = node.input.first else {
                options.kept.insert(node.label)
                continue
            }
            ranges[input] = range
        }
        return try Quantizer(options: options).quantize(model: self, ranges: ranges).model
    }
}
