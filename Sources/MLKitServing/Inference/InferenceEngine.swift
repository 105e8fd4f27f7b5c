public import MLKitONNX

/// Runs one model: ONNX Runtime in the server, a few lines of Swift in tests.
public protocol InferenceEngine: Sendable {
    /// What the model takes and gives, in its own order.
    var inputs: [ValueDescription] { get }
    var outputs: [ValueDescription] { get }

    /// Runs the model once; called from several threads at once.
    ///
    /// - Parameters:
    ///   - inputs: a tensor for each of the model's inputs, in its order.
    ///   - outputs: the names of the outputs that are wanted.
    /// - Returns: one tensor for each wanted output, in that order.
    func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor]
}
