package import MLKitONNX

/// A fitted model behind the features: what a trainer makes, answers with and exports.
package protocol Estimator {
    /// For each row the probability of every class [rows, classes], or the value [rows, 1].
    func predict(_ features: FeatureMatrix) throws -> [Float]

    /// How many training rows it holds, from which whoever has it can read them; `nil` for none.
    var heldRows: Int? { get }

    /// How products of its graph are to be quantized, where it computes as if they were; else `nil`.
    var quantization: ProductQuantization? { get }

    /// Adds the model to a graph.
    ///
    /// - Parameters:
    ///   - columns: the raw inputs [N, 1], in the order of the encoder's columns.
    ///   - encoder: adds what turns them into features.
    /// - Returns: what `predict` answers: floats [N, classes] or [N, 1].
    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value
}

extension Estimator {
    package var quantization: ProductQuantization? { nil }
    package var heldRows: Int? { nil }
}

/// Products of a graph that are quantized when it is exported.
package struct ProductQuantization {
    /// By the names of their nodes, the ranges of what is multiplied by weights.
    let products: [String: ClosedRange<Float>]
    let options: Quantizer.Options
}
