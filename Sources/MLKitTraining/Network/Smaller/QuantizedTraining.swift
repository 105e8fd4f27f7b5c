package import MLKitONNX
internal import MLKitSpec

/// How a network is trained on with rounded numbers, so that it loses less by being quantized.
package struct QuantizedTraining: Hashable, Sendable {
    package enum Weights: String, CaseIterable, Sendable {
        /// Bytes, and so are activations: what `kind: quantize` makes with `method: static`.
        case int8
        /// Four bits in blocks, multiplied as floats: what it makes with `method: weights` and `bits: 4`.
        case int4

        package var options: Quantizer.Options {
            switch self {
            case .int8: Quantizer.Options(mode: .static)
            case .int4: Quantizer.Options(mode: .weights, bits: 4)
            }
        }
    }

    package var weights = Weights.int8
    /// The most passes over the rows.
    package var epochs = 50
    /// Step size of Adam; `nil` for a tenth of the network's.
    package var learningRate: Double?

    package init() {}

    static let keys = KeySet<QuantizedTraining>(
        "`quantize`", blank: QuantizedTraining(),
        [
            Key(
                "weights", \.weights, .choice,
                "int8: products run on bytes, as with `method: static` of a stage of kind `quantize`; int4: weights are kept in four "
                    + "bits, as with `method: weights` and `bits: 4`"),
            Key("epochs", \.epochs, .integer(1...), "most passes over the rows with rounded numbers"),
            Key("learning_rate", \.learningRate, .number(0...), "step size of Adam; a tenth of the network's if left out"),
        ])
}
