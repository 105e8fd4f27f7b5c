internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// Trains with LightGBM, looking at the validation rows after every round.
struct LightGBMTrainer {
    let configuration: LightGBMFamily.Configuration
    let seed: Int
    let threads: Int
    let lightGBM: LightGBM
    var checkpoints: Checkpoints?
    let log: (String) -> Void

    /// - Throws: `Failure` for a constraint on a column that there is not, or in LightGBM's words if it refuses a setting or value.
    func train(_ data: TrainingData) throws -> TrainingResult {
        let scaling = TargetScaling(data.train.targets, loss: data.loss)
        let settings = try LightGBMSettings(configuration, data, seed: seed, threads: threads).text
        let train = try dataset(data.train, data, scaling, settings)
        let valid = try dataset(data.valid, data, scaling, settings, reference: train)
        let patience = configuration.patience > 0 ? configuration.patience : nil
        let rounds = BoostingRounds(most: configuration.rounds, patience: patience, checkpoints: canGoOn ? checkpoints : nil, log: log)
        let made = rounds.made()
        let before = try made.history.isEmpty ? nil : LightGBMBooster(text: String(decoding: made.model, as: UTF8.self), lightGBM)
        if let before {
            for (dataset, split) in [(train, data.train), (valid, data.valid)] {
                let sums = try before.predict(
                    split.features, rounds: made.history.count, outputs: data.loss.outputs,
                    settings: "num_threads=\(threads) verbosity=-1", isSum: true)
                try dataset.begin(from: sums, outputs: data.loss.outputs)
            }
        }
        let booster = try LightGBMBooster(settings, train: train, valid: valid, lightGBM)
        if let before { try booster.goOn(behind: before) }
        let result = try rounds.run(from: made, save: { Array(try booster.text(rounds: $0).utf8) }) { round in
            let isSplit = try booster.update(round: round)
            // A round without a split adds nothing, but for the first, which is then the same answer for all rows.
            guard isSplit || round == 0 else { return nil }
            return (try entry(round + 1, booster, data.loss, scaling), isLast: !isSplit)
        }
        let estimator = LightGBMEstimator(booster: booster, rounds: result.kept, loss: data.loss, scaling: scaling, threads: threads)
        return TrainingResult(
            estimator: estimator, history: result.history, course: result.course, answers: try known(estimator, result, data))
    }

    /// What the model answers for the rows of both splits, where it has all rounds that were made.
    private func known(_ estimator: LightGBMEstimator, _ result: BoostingRounds.Result, _ data: TrainingData) throws -> TrainingAnswers? {
        guard result.kept == result.history.count else { return nil }
        let current = try estimator.booster.current(outputs: data.loss.outputs)
        return TrainingAnswers(train: estimator.restored(current.train), valid: estimator.restored(current.valid))
    }

    /// Where rows or columns are drawn, nobody can say what LightGBM would draw next.
    private var canGoOn: Bool { configuration.subsample == 1 && configuration.columnSample == 1 }

    /// LightGBM's squared error is not halved, and is of scaled targets.
    private func entry(
        _ step: Int, _ booster: LightGBMBooster, _ loss: Loss, _ scaling: TargetScaling
    ) throws -> HistoryEntry {
        let losses = try booster.losses()
        let share = loss == .squared ? 0.5 : 1
        return HistoryEntry(
            step: step, trainLoss: scaling.restore(loss: losses.train * share),
            validLoss: scaling.restore(loss: losses.valid * share))
    }

    private func dataset(
        _ split: TrainingData.Split, _ data: TrainingData, _ scaling: TargetScaling, _ settings: String,
        reference: LightGBMDataset? = nil
    ) throws -> LightGBMDataset {
        let dataset = try LightGBMDataset(split.features, settings, reference: reference, lightGBM)
        try dataset.set("label", scaling.apply(split.targets))
        let classes = configuration.classWeight.weights(data)
        if classes != nil || split.weights != nil {
            try dataset.set("weight", split.targets.enumerated().map { (classes?[Int($1)] ?? 1) * Float(split.weight(of: $0)) })
        }
        return dataset
    }
}
