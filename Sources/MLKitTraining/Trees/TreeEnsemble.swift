internal import Glibc
internal import MLKitCore

/// Gradient-boosted trees as XGBoost saves them (its "JSON model" format, version 1.7).
struct TreeEnsemble {
    /// What every margin starts from.
    let baseMargin: Float
    /// Margins per row.
    let outputs: Int
    let trees: [Tree]

    /// Reads the trees of the first `rounds` rounds.
    ///
    /// - Throws: `Failure` if the JSON is not what XGBoost 1.7 writes.
    init(_ json: JSON, loss: Loss, rounds: Int) throws {
        guard let learner = json["learner"], let model = learner["gradient_booster"]?["model"],
            let trees = model["trees"]?.array, let outputs = model["tree_info"]?.array?.compactMap(\.int),
            let base = learner["learner_model_param"]?["base_score"]?.string.flatMap({ Float($0) })
        else { throw Self.unreadable }
        let count = rounds * loss.outputs
        guard trees.count >= count, outputs.count == trees.count else { throw Self.unreadable }
        self.outputs = loss.outputs
        self.trees = try zip(trees, outputs).prefix(count).map { try Tree($0, output: $1) }
        // XGBoost keeps the base score as a probability where the loss is logistic.
        baseMargin = loss == .logistic ? -logf(1 / base - 1) : base
    }

    static let unreadable = Failure(
        "XGBoost's model cannot be read", hint: "mlkit reads models of XGBoost 1.7; check its version")
}
