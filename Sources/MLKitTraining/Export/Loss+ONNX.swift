internal import MLKitONNX

extension Loss {
    /// Adds what turns margins into a model's answer: probabilities [N, classes] or values [N, 1].
    func export(_ margins: Value, to builder: inout GraphBuilder) -> Value {
        switch self {
        case .squared: return margins
        case .softmax: return builder.node("Softmax", [margins], [("axis", .int(1))])
        case .logistic:
            let positive = builder.node("Sigmoid", [margins])
            let negative = builder.node("Sub", [builder.constant(Tensor(.float([1]))), positive])
            return builder.node("Concat", [negative, positive], [("axis", .int(1))])
        }
    }
}
