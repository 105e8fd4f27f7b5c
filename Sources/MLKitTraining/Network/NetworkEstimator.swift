internal import MLKitONNX

/// A trained dense network, in the precision it is exported in.
struct NetworkEstimator: Estimator {
    let shape: NetworkShape
    let loss: Loss
    let parameters: [Float]
    let blas: BLAS

    func predict(_ features: FeatureMatrix) -> [Float] {
        let rows = min(features.rows, 1024)
        let evaluator = NetworkEvaluator<Float>(shape: shape, loss: loss, l2: 0, capacity: rows, blas: blas)
        var margins = [Float]()
        margins.reserveCapacity(features.rows * loss.outputs)
        for first in stride(from: 0, to: features.rows, by: max(rows, 1)) {
            let count = min(rows, features.rows - first)
            margins += evaluator.margins(features.dense(first..<first + count), rows: count, parameters: parameters)
        }
        loss.activate(&margins)
        return loss == .logistic ? margins.flatMap { [1 - $0, $0] } : margins
    }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        var value = try encoder.export(columns, to: &builder)
        for (index, layer) in shape.layers.enumerated() {
            let weights = Array(parameters[layer.weights..<layer.bias])
            let bias = Array(parameters[layer.bias..<layer.end])
            value = builder.node(
                "Gemm",
                [
                    value, builder.constant(try Tensor(.float(weights), shape: [layer.inputs, layer.outputs])),
                    builder.constant(Tensor(.float(bias))),
                ])
            if index < shape.layers.count - 1 { value = builder.node("Relu", [value]) }
        }
        return loss.export(value, to: &builder)
    }
}
