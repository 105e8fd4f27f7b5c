internal import MLKitEvaluation

/// The layers of a dense network and where each one's parameters lie in one flat vector.
struct NetworkShape: Equatable {
    /// Units per layer: inputs, hidden layers, outputs.
    let sizes: [Int]

    /// One dense layer: outputs = inputs · weights + bias.
    struct Layer: Equatable {
        let inputs: Int
        let outputs: Int
        /// Where the weights [inputs, outputs], row-major, begin.
        let weights: Int
        /// Where the bias [outputs] begins: right behind the weights.
        var bias: Int { weights + inputs * outputs }
        var end: Int { bias + outputs }
    }

    /// From inputs to outputs.
    let layers: [Layer]

    init(sizes: [Int]) {
        self.sizes = sizes
        var layers = [Layer]()
        for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
            layers.append(Layer(inputs: inputs, outputs: outputs, weights: layers.last?.end ?? 0))
        }
        self.layers = layers
    }

    var parameterCount: Int { layers.last?.end ?? 0 }

    /// Weights and biases drawn uniformly from ±√(6 / (inputs + outputs)) of their layer (Glorot and Bengio,
    /// "Understanding the difficulty of training deep feedforward neural networks", 2010).
    func initialParameters<Scalar: BLASScalar>(_ random: inout RandomSource) -> [Scalar] {
        var parameters = [Scalar]()
        parameters.reserveCapacity(parameterCount)
        for layer in layers {
            let bound = (6 / Double(layer.inputs + layer.outputs)).squareRoot()
            for _ in layer.weights..<layer.end { parameters.append(Scalar(bound * (2 * random.unit() - 1))) }
        }
        return parameters
    }
}
