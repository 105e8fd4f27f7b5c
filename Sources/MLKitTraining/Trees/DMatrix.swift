internal import MLKitCore

/// XGBoost's copy of a matrix of features, with or without targets.
final class DMatrix {
    let handle: UnsafeMutableRawPointer
    private let xgboost: XGBoost

    /// - Throws: `Failure` if XGBoost refuses the values.
    init(_ features: FeatureMatrix, threads: Int, xgboost: XGBoost) throws {
        var handle: UnsafeMutableRawPointer?
        let code = xgboost.createMatrix(
            features.values, UInt64(features.rows), UInt64(features.columns), .nan, &handle, Int32(threads))
        try xgboost.check(code, "take the features")
        guard let handle else { throw Failure("XGBoost gives no matrix") }
        self.handle = handle
        self.xgboost = xgboost
    }

    deinit { _ = xgboost.freeMatrix(handle) }

    /// What each row counts for.
    func setWeights(_ weights: [Double]) throws {
        let weights = weights.map { Float($0) }
        try xgboost.check(xgboost.setFloats(handle, "weight", weights, UInt64(weights.count)), "take the weights")
    }

    func setTargets(_ targets: [Double]) throws {
        let labels = targets.map { Float($0) }
        try xgboost.check(xgboost.setFloats(handle, "label", labels, UInt64(labels.count)), "take the target")
    }
}
