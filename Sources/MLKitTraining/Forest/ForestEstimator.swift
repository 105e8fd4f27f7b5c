internal import MLKitONNX

/// Grown forests: LightGBM itself answers, and the trees it saved are exported.
struct ForestEstimator: Estimator {
    /// One for each output.
    let parts: [ForestPart]
    /// How many trees each has.
    let trees: Int
    let loss: Loss
    let threads: Int

    func predict(_ features: FeatureMatrix) throws -> [Float] {
        guard features.rows > 0 else { return [] }
        let values = try parts.map { part in
            try part.booster.predict(
                features, rounds: trees, outputs: 1, settings: "num_threads=\(threads) verbosity=-1"
            ).map(part.restore)
        }
        guard loss != .squared else { return values[0].map { Float($0) } }
        return (0..<features.rows).flatMap { row in
            ForestAnswer.probabilities(values.map { $0[row] }).map { Float($0) }
        }
    }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        let features = try encoder.export(columns, to: &builder)
        let values = try ensemble().export(features, to: &builder)
        switch loss {
        case .squared: return values
        case .logistic:
            let (zero, one) = (builder.constant(Tensor(.float([0]))), builder.constant(Tensor(.float([1]))))
            let share = builder.node("Min", [builder.node("Max", [values, zero]), one])
            return builder.node("Concat", [builder.node("Sub", [one, share]), share], [("axis", .int(1))])
        case .softmax:
            let least = builder.constant(Tensor(.float([Float(ForestAnswer.least)])))
            let shares = builder.node("Max", [values, least])
            let sum = builder.node("ReduceSum", [shares, builder.constant(Tensor(.int64([1])))], [("keepdims", .int(1))])
            return builder.node("Div", [shares, sum])
        }
    }

    /// All trees, whose leaves are divided by their number, so that their sum is the mean.
    func ensemble() throws -> TreeEnsemble {
        TreeEnsemble(
            try parts.map { part in
                let scaling = TargetScaling(mean: part.scaling.mean, scale: part.scaling.scale / Double(trees))
                return try TreeEnsemble(lightGBM: part.booster.text(rounds: trees), outputs: 1, scaling: scaling)
            })
    }
}
