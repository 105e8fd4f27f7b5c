package import MLKitONNX

/// A fitted model behind the features: what a trainer makes, answers with and exports.
package protocol Estimator {
    /// For each row the probability of every class [rows, classes], or the value [rows, 1].
    func predict(_ features: FeatureMatrix) throws -> [Float]

    /// Adds the model to a graph.
    ///
    /// - Parameters:
    ///   - columns: the raw inputs [N, 1], in the order of the encoder's columns.
    ///   - encoder: adds what turns them into features.
    /// - Returns: what `predict` answers: floats [N, classes] or [N, 1].
    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value
}
