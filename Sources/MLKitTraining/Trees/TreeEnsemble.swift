internal import Glibc
internal import MLKitCore
internal import MLKitEngines

/// Trees whose values are added up.
struct TreeEnsemble {
    /// What the margins start from, one for each.
    let baseMargins: [Float]
    /// Margins per row.
    let outputs: Int
    let trees: [DecisionTree]

    /// Ensembles with an output each, side by side.
    init(_ parts: [TreeEnsemble]) {
        baseMargins = parts.flatMap(\.baseMargins)
        outputs = parts.count
        trees = parts.enumerated().flatMap { place, part in part.trees.map { DecisionTree(nodes: $0.nodes, output: place) } }
    }

    /// Reads the trees of the first `rounds` rounds as XGBoost saves them (its "JSON model" format, versions 1.7 to 3).
    ///
    /// - Throws: `Failure` if the JSON is not what XGBoost writes.
    init(_ json: JSON, loss: Loss, rounds: Int) throws {
        guard let learner = json["learner"], let model = learner["gradient_booster"]?["model"],
            let trees = model["trees"]?.array, let outputs = model["tree_info"]?.array?.compactMap(\.int),
            let scores = Self.scores(learner["learner_model_param"]?["base_score"]?.string, count: loss.outputs)
        else { throw Self.unreadable(.xgboost) }
        let count = rounds * loss.outputs
        guard trees.count >= count, outputs.count == trees.count else { throw Self.unreadable(.xgboost) }
        self.outputs = loss.outputs
        self.trees = try zip(trees, outputs).prefix(count).map { try DecisionTree($0, output: $1) }
        // XGBoost keeps the base score as a probability where the loss is logistic.
        baseMargins = loss == .logistic ? scores.map { -logf(1 / $0 - 1) } : scores
    }

    /// A base score as XGBoost writes it: one number for all outputs (`5E-1`, until version 3), or a list of one or of one for each
    /// output (`[5E-1]`).
    private static func scores(_ text: String?, count: Int) -> [Float]? {
        guard let text else { return nil }
        let words = text.drop { $0 == "[" }.prefix { $0 != "]" }.split(separator: ",")
        let scores = words.compactMap { Float($0.filter { $0 != " " }) }
        guard scores.count == words.count, scores.count == 1 || scores.count == count else { return nil }
        return scores.count == count ? scores : [Float](repeating: scores[0], count: count)
    }

    /// - Parameter engine: the one that wrote it.
    static func unreadable(_ engine: Engine) -> Failure {
        let versions = engine == .lightgbm ? "LightGBM 4" : "XGBoost 1.7 to 3"
        return Failure(
            "\(engine.title)'s model cannot be read", hint: "mlkit reads models of \(versions); check its version with `mlkit doctor`")
    }
}
