internal import MLKitONNX

/// Trained trees: LightGBM itself answers, and the trees it saved are exported.
struct LightGBMEstimator: Estimator {
    let booster: LightGBMBooster
    let rounds: Int
    let loss: Loss
    let scaling: TargetScaling
    let threads: Int

    func predict(_ features: FeatureMatrix) throws -> [Float] {
        guard features.rows > 0 else { return [] }
        let answers = try booster.predict(
            features, rounds: rounds, outputs: loss.outputs, settings: "num_threads=\(threads) verbosity=-1")
        return restored(answers)
    }

    /// What LightGBM answers, as the model does.
    func restored(_ answers: [Double]) -> [Float] {
        switch loss {
        case .logistic: answers.flatMap { [Float(1 - $0), Float($0)] }
        case .softmax: answers.map { Float($0) }
        case .squared: answers.map { Float($0 * scaling.scale + scaling.mean) }
        }
    }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        let features = try encoder.export(columns, to: &builder)
        let ensemble = try TreeEnsemble(lightGBM: booster.text(rounds: rounds), outputs: loss.outputs, scaling: scaling)
        return loss.export(ensemble.export(features, to: &builder), to: &builder)
    }
}
