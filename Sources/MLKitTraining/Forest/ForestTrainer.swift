internal import Glibc
internal import MLKitReports

/// Grows forests: one for numbers and for two classes, and one for each class where there are more, each of which learns 1 for rows of
/// its class and 0 for others. A leaf is then the share of the class among its rows, and the split that lowers the squared error
/// most is the one that lowers Gini's impurity most. Of several classes the shares are divided by their sum.
struct ForestTrainer {
    let configuration: ForestFamily.Configuration
    let seed: Int
    let threads: Int
    let lightGBM: LightGBM
    let log: (String) -> Void

    /// - Throws: `Failure` in LightGBM's words if it refuses a setting or value.
    func train(_ data: TrainingData) throws -> TrainingResult {
        let weights = rowWeights(data)
        let settings = LightGBMSettings(forest: configuration, data, weights: weights, seed: seed, threads: threads).text
        var first: LightGBMDataset?
        let parts = try (0..<data.loss.outputs).map { output in
            let scaling = scaling(data, output)
            func dataset(_ split: TrainingData.Split) throws -> LightGBMDataset {
                let dataset = try LightGBMDataset(split.features, settings, reference: first, lightGBM)
                try dataset.set("label", scaling.apply(targets(split, data.loss, output)))
                first = first ?? dataset
                return dataset
            }
            let train = try dataset(data.train)
            if let weights { try train.set("weight", weights) }
            let booster = try LightGBMBooster(settings, train: train, valid: try dataset(data.valid), lightGBM)
            return ForestPart(booster: booster, scaling: scaling)
        }
        return TrainingResult(
            estimator: ForestEstimator(parts: parts, trees: configuration.trees, loss: data.loss, threads: threads),
            history: try grow(parts, data), course: .init(rounds: configuration.trees))
    }

    /// How often the loss is looked at while a forest grows: to know it after every tree would take longer than to grow it.
    private static let looks = 20

    private func grow(_ parts: [ForestPart], _ data: TrainingData) throws -> [HistoryEntry] {
        let every = max(configuration.trees / Self.looks, 1)
        var history = [HistoryEntry]()
        for tree in 1...configuration.trees {
            for part in parts { _ = try part.booster.update(round: tree - 1) }
            guard tree % every == 0 || tree == configuration.trees else { continue }
            let entry = try entry(tree, parts, data)
            log(entry.description(of: "tree"))
            history.append(entry)
        }
        return history
    }

    /// What an output's trees learn: the values, or 1 for rows of the class and 0 for others.
    private func targets(_ split: TrainingData.Split, _ loss: Loss, _ output: Int) -> [Double] {
        switch loss {
        case .squared, .logistic: split.targets
        case .softmax: split.targets.map { $0 == Double(output) ? 1 : 0 }
        }
    }

    private func scaling(_ data: TrainingData, _ output: Int) -> TargetScaling {
        let targets = targets(data.train, data.loss, output)
        guard data.loss != .squared else { return TargetScaling(targets, loss: .squared) }
        guard let weights = rowWeights(data) else {
            return TargetScaling(mean: targets.reduce(0, +) / Double(targets.count), scale: 1)
        }
        let each = weights.map { Double($0) }
        return TargetScaling(mean: zip(targets, each).reduce(0) { $0 + $1.0 * $1.1 } / each.reduce(0, +), scale: 1)
    }

    /// What each training row counts for; `nil` where all count the same.
    private func rowWeights(_ data: TrainingData) -> [Float]? {
        let classes = configuration.classWeight.weights(data)
        guard classes != nil || data.train.weights != nil else { return nil }
        return data.train.targets.enumerated().map { (classes?[Int($1)] ?? 1) * Float(data.train.weight(of: $0)) }
    }

    private func entry(_ step: Int, _ parts: [ForestPart], _ data: TrainingData) throws -> HistoryEntry {
        let current = try parts.map { part in
            let values = try part.booster.current()
            return (train: values.train.map(part.restore), valid: values.valid.map(part.restore))
        }
        return HistoryEntry(
            step: step, trainLoss: loss(current.map(\.train), data.train.targets, data.loss),
            validLoss: loss(current.map(\.valid), data.valid.targets, data.loss))
    }

    /// The mean loss of what the parts answer, a list for each.
    private func loss(_ values: [[Double]], _ targets: [Double], _ loss: Loss) -> Double {
        var sum = 0.0
        for (row, target) in targets.enumerated() {
            switch loss {
            case .squared: sum += (values[0][row] - target) * (values[0][row] - target) / 2
            case .logistic: sum -= Glibc.log(max(target == 1 ? values[0][row] : 1 - values[0][row], ForestAnswer.least))
            case .softmax:
                let whole = values.reduce(0) { $0 + max($1[row], ForestAnswer.least) }
                sum -= Glibc.log(max(values[Int(target)][row], ForestAnswer.least) / whole)
            }
        }
        return sum / Double(targets.count)
    }
}

/// A forest for one output.
struct ForestPart {
    let booster: LightGBMBooster
    /// What was done to its targets.
    let scaling: TargetScaling

    func restore(_ value: Double) -> Double { value * scaling.scale + scaling.mean }
}

/// How the shares that forests answer become probabilities.
enum ForestAnswer {
    /// What a class has at least where there are several, so that their sum is not 0.
    static let least = 1e-7

    /// - Parameter shares: that of the second of two classes, or one for each class.
    static func probabilities(_ shares: [Double]) -> [Double] {
        guard shares.count > 1 else {
            let share = min(max(shares[0], 0), 1)
            return [1 - share, share]
        }
        let bounded = shares.map { max($0, least) }
        let sum = bounded.reduce(0, +)
        return bounded.map { $0 / sum }
    }
}
