internal import MLKitCore
internal import MLKitReports

/// Trains with LightGBM, looking at the validation rows after every round.
struct LightGBMTrainer {
    let configuration: LightGBMFamily.Configuration
    let seed: Int
    let threads: Int
    let lightGBM: LightGBM
    let log: (String) -> Void

    /// - Throws: `Failure` for a constraint on a column that there is not, or in LightGBM's words if it refuses a setting or value.
    func train(_ data: TrainingData) throws -> TrainingResult {
        let scaling = TargetScaling(data.train.targets, loss: data.loss)
        let settings = try LightGBMSettings(configuration, data, seed: seed, threads: threads).text
        let train = try dataset(data.train, data, scaling, settings)
        let valid = try dataset(data.valid, data, scaling, settings, reference: train)
        let booster = try LightGBMBooster(settings, train: train, valid: valid, lightGBM)
        var history = [HistoryEntry]()
        var best = (rounds: 0, loss: Double.infinity)
        for round in 0..<configuration.rounds {
            let isSplit = try booster.update(round: round)
            // A round without a split adds nothing, but for the first, which is then the same answer for all rows.
            guard isSplit || round == 0 else { break }
            let entry = try entry(round + 1, booster, data.loss, scaling)
            log(entry.description(of: "round"))
            history.append(entry)
            if let loss = entry.validLoss, loss < best.loss { best = (round + 1, loss) }
            guard isSplit else { break }
            if configuration.patience > 0, round + 1 - best.rounds >= configuration.patience { break }
        }
        let rounds = configuration.patience == 0 ? history.count : max(best.rounds, 1)
        return TrainingResult(
            estimator: LightGBMEstimator(
                booster: booster, rounds: rounds, loss: data.loss, scaling: scaling, threads: threads),
            history: history, course: .init(rounds: history.count, bestRound: best.rounds))
    }

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
        if let classes = classWeights(data) {
            try dataset.set("weight", split.targets.enumerated().map { classes[Int($1)] * Float(split.weight(of: $0)) })
        } else if let weights = split.weights {
            try dataset.set("weight", weights.map { Float($0) })
        }
        return dataset
    }

    /// The weight of a row of each class; `nil` where all weigh the same.
    private func classWeights(_ data: TrainingData) -> [Float]? {
        guard configuration.classWeight == .balanced, data.loss != .squared else { return nil }
        var counts = [Double](repeating: 0, count: max(data.loss.outputs, 2))
        for target in data.train.targets { counts[Int(target)] += 1 }
        return counts.map { $0 > 0 ? Float(Double(data.train.rows) / (Double(counts.count) * $0)) : 1 }
    }
}
