internal import MLKitONNX

/// An inference request that has been held to the model's rules.
struct InferenceRequest {
    var id: String?
    /// One for each of the model's inputs, in its order.
    var inputs: [Tensor]
    /// In the order they are to be given.
    var outputs: [WantedOutput]
}

/// An output as a request wants it.
struct WantedOutput: Hashable {
    var name: String
    /// As bytes behind the JSON.
    var isBinary: Bool
    /// How many classes are wanted, best first, in place of the tensor.
    var classes: Int?
}
