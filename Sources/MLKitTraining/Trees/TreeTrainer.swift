internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// Trains gradient-boosted trees with XGBoost's `hist` method: Chen and Guestrin, "XGBoost: a scalable tree
/// boosting system" (2016).
struct TreeTrainer {
    let configuration: TreesFamily.Configuration
    let seed: Int
    let threads: Int
    let xgboost: XGBoost
    var checkpoints: Checkpoints?
    let log: (String) -> Void

    /// - Throws: `Failure` in XGBoost's words if it refuses a setting or a value.
    func train(_ data: TrainingData) throws -> TrainingResult {
        try check(data)
        let train = try matrix(data.train)
        let valid = try matrix(data.valid)
        let rounds = BoostingRounds(
            most: configuration.rounds, patience: configuration.patience, checkpoints: canGoOn ? checkpoints : nil, log: log)
        let made = rounds.made()
        let booster = try Booster(
            parameters(data), matrices: [train, valid], saved: made.history.isEmpty ? nil : made.model, xgboost: xgboost)
        let result = try rounds.run(from: made, save: { _ in try booster.bytes() }) { round in
            try booster.update(round: round, on: train)
            let losses = try booster.evaluate(round: round, on: [train, valid]).map { loss($0, data.loss) }
            return (HistoryEntry(step: round + 1, trainLoss: losses[0], validLoss: losses[1]), isLast: false)
        }
        let estimator = TreeEstimator(booster: booster, rounds: result.kept, loss: data.loss, threads: threads, xgboost: xgboost)
        // XGBoost keeps count of what all rounds answer for its matrices.
        let isWhole = result.kept == result.history.count
        return TrainingResult(
            estimator: estimator, history: result.history, course: result.course,
            answers: try isWhole ? TrainingAnswers(train: estimator.answers(for: train), valid: estimator.answers(for: valid)) : nil)
    }

    /// Where rows or columns are drawn, nobody can say what XGBoost would draw next.
    private var canGoOn: Bool { configuration.subsample == 1 && configuration.columnSample == 1 }

    /// XGBoost has 32 bits for a number, and would speak of its own parameters.
    private func check(_ data: TrainingData) throws {
        guard data.loss == .squared else { return }
        let largest = (data.train.targets + data.valid.targets).reduce(0) { max($0, abs($1)) }
        guard largest > Self.largest || (largest > 0 && largest < Self.smallest) else { return }
        throw Failure(
            "the target's values go \(largest > Self.largest ? "up to" : "no further than") \(Figure.text(largest)), "
                + "and trees are computed with numbers of 32 bits", hint: "give the target in another unit")
    }

    /// Whose square is a number of 32 bits still.
    private static let largest = 1e18
    /// Far below it nothing is left of the numbers that XGBoost starts from.
    private static let smallest = 1e-30

    private func matrix(_ split: TrainingData.Split) throws -> DMatrix {
        let matrix = try DMatrix(split.features, threads: threads, xgboost: xgboost)
        try matrix.setTargets(split.targets)
        if let weights = split.weights { try matrix.setWeights(weights) }
        return matrix
    }

    /// XGBoost's metric as `HistoryEntry` has it: half the squared error rather than its root.
    private func loss(_ metric: Double, _ loss: Loss) -> Double {
        loss == .squared ? metric * metric / 2 : metric
    }

    private func parameters(_ data: TrainingData) -> [(String, String)] {
        objective(data) + [
            ("booster", "gbtree"), ("tree_method", "hist"), ("verbosity", "0"), ("nthread", "\(threads)"),
            ("seed", "\(seed)"), ("max_depth", "\(configuration.maxDepth)"),
            ("learning_rate", "\(configuration.learningRate)"),
            ("min_child_weight", "\(configuration.minChildWeight)"), ("subsample", "\(configuration.subsample)"),
            ("colsample_bytree", "\(configuration.columnSample)"), ("reg_lambda", "\(configuration.l2)"),
            ("max_bin", "\(configuration.maxBins)"),
        ]
    }

    /// Objective, metric, and the place to start from: the mean of the target, as XGBoost does by itself from version 2 on, or the
    /// same for all classes, as it does until version 3.
    private func objective(_ data: TrainingData) -> [(String, String)] {
        let sum = data.train.targets.indices.reduce(0) { $0 + data.train.weight(of: $1) * data.train.targets[$1] }
        let mean = Float(sum / data.train.weight)
        switch data.loss {
        case .logistic:
            return [("objective", "binary:logistic"), ("eval_metric", "logloss"), ("base_score", "\(mean)")]
        case .squared:
            return [("objective", "reg:squarederror"), ("eval_metric", "rmse"), ("base_score", "\(mean)")]
        case .softmax(let classes):
            return [
                ("objective", "multi:softprob"), ("eval_metric", "mlogloss"), ("num_class", "\(classes)"),
                ("base_score", "0.5"),
            ]
        }
    }
}
