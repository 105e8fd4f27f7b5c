internal import MLKitONNX

/// A trained dense network, in the precision it is exported in.
struct NetworkEstimator: Estimator {
    let shape: NetworkShape
    let loss: Loss
    let parameters: [Float]
    let blas: BLAS
    /// How it rounds numbers; `nil` for a network of floats.
    var rounding: NetworkRounding?

    func predict(_ features: FeatureMatrix) throws -> [Float] {
        let rows = min(features.rows, 1024)
        let scales = rounding?.scales ?? []
        let evaluator = NetworkEvaluator<Float>(
            shape: shape, loss: loss, l2: 0, capacity: rows, isRounding: !scales.isEmpty, blas: blas)
        evaluator.scales = Array(scales.dropFirst())
        let parameters = try rounding?.rounded(parameters, shape) ?? parameters
        var margins = [Float]()
        margins.reserveCapacity(features.rows * loss.outputs)
        for first in stride(from: 0, to: features.rows, by: max(rows, 1)) {
            let count = min(rows, features.rows - first)
            var inputs = features.dense(first..<first + count)
            scales.first?.round(&inputs)
            margins += evaluator.margins(inputs, rows: count, parameters: parameters)
        }
        loss.activate(&margins)
        return loss == .logistic ? margins.flatMap { [1 - $0, $0] } : margins
    }

    var quantization: ProductQuantization? {
        rounding.map { rounding in
            let products = zip(shape.layers.indices, rounding.ranges).map { (Self.name(ofLayer: $0), $1) }
            return ProductQuantization(products: Dictionary(products) { first, _ in first }, options: rounding.options)
        }
    }

    /// What the node of a layer is called: where it has to be found, and in what is said of it.
    private static func name(ofLayer index: Int) -> String { "layer.\(index + 1)" }

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
                ], name: rounding == nil && builder.scope != nil ? nil : Self.name(ofLayer: index))
            if index < shape.layers.count - 1 { value = builder.node("Relu", [value]) }
        }
        return loss.export(value, to: &builder)
    }
}
