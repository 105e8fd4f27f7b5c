internal import MLKitONNX

/// A network that computes with rounded numbers, as it does once it is quantized.
///
/// Training with them is that of B. Jacob et al., "Quantization and training of neural networks for efficient integer-arithmetic-only
/// inference" (2018): gradients pass the rounding as if it were not there ("straight-through"), but for activations outside the range,
/// and go to weights that are not rounded; ranges of activations follow those of the batches. What is computed with is what the
/// quantizer writes (`RoundedProduct`).
struct NetworkRounding: Equatable {
    let options: Quantizer.Options
    /// Of the inputs of each layer.
    private(set) var ranges: [ClosedRange<Float>]

    /// What of a range is left after each batch.
    private static let smoothing: Float = 0.99

    init(_ options: Quantizer.Options, ranges: [ClosedRange<Float>]) {
        self.options = options
        self.ranges = ranges
    }

    var roundsActivations: Bool { options.mode == .static }

    /// How the inputs of each layer are rounded; none where they are not.
    var scales: [ActivationScale] {
        roundsActivations ? ranges.compactMap { ActivationScale(covering: $0, as: options.activations) } : []
    }

    /// Lets the range of a layer's inputs, which are rectified, follow the largest of a batch.
    mutating func follow(_ largest: Float, layer: Int) {
        ranges[layer] = 0...max(Self.smoothing * ranges[layer].upperBound + (1 - Self.smoothing) * largest, 0)
    }

    /// What the quantized network computes with.
    ///
    /// - Parameter parameters: as they lie in `shape`. Those that are not finite come back as they are.
    /// - Throws: `Failure` if a range is not finite.
    func rounded(_ parameters: [Float], _ shape: NetworkShape) throws -> [Float] {
        guard parameters.allSatisfy(\.isFinite) else { return parameters }
        return try zip(shape.layers, ranges).flatMap { layer, range -> [Float] in
            let product = try RoundedProduct(
                Array(parameters[layer.weights..<layer.bias]), bias: Array(parameters[layer.bias..<layer.end]), range: range, options)
            return product.weights + product.bias
        }
    }
}

extension ActivationScale {
    func round(_ values: inout [Float]) {
        for place in values.indices { values[place] = rounded(values[place]) }
    }
}
