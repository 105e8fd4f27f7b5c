/// How a model's weights are written in fewer bits, and what is multiplied then.
public enum QuantizationMode: String, CaseIterable, Sendable {
    /// Weights and activations are bytes; the ranges of activations are found beforehand, on sample data.
    case `static`
    /// The same for matrix products, with the ranges found in each run. All other weights are kept as bytes.
    case dynamic
    /// Weights are kept as bytes, or four bits, and multiplied as floats.
    case weights
    /// Weights are kept as halves (16 bits), and multiplied as floats.
    case float16
}
