internal import MLKitONNX

/// Trained trees: XGBoost itself answers, and the trees it saved are exported.
struct TreeEstimator: Estimator {
    let booster: Booster
    let rounds: Int
    let loss: Loss
    let threads: Int
    let xgboost: XGBoost

    func predict(_ features: FeatureMatrix) throws -> [Float] {
        guard features.rows > 0 else { return [] }
        let matrix = try DMatrix(features, threads: threads, xgboost: xgboost)
        return try answers(for: matrix)
    }

    func answers(for matrix: DMatrix) throws -> [Float] {
        let answers = try booster.predict(matrix, rounds: rounds)
        return loss == .logistic ? answers.flatMap { [1 - $0, $0] } : answers
    }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        let features = try encoder.export(columns, to: &builder)
        let ensemble = try TreeEnsemble(booster.json(), loss: loss, rounds: rounds)
        return loss.export(ensemble.export(features, to: &builder), to: &builder)
    }
}
