internal import MLKitCore
internal import MLKitSpec

/// What `metrics.json` says of a trained model.
struct TrainingReport {
    let configuration: TrainConfiguration
    let encoder: FeatureEncoder
    let target: Target
    let result: TrainingResult

    /// Name, kind and size of the model, how training went, and its metrics on both splits.
    func metrics(_ data: TrainingData) throws -> JSON {
        let about: [JSON.Member] = [
            .init("model", .string(configuration.model.name)), .init("kind", .string(configuration.model.kind)),
            .init("algorithm", .string(algorithm)), .init("task", .string(target.task.rawValue)),
            .init("target", .string(target.column.name)),
            .init("columns", .int(encoder.columns.count)), .init("features", .int(encoder.width)),
        ]
        return .object(
            about + result.facts + [
                .init("train", try scores(data.train)), .init("valid", try scores(data.valid)),
            ])
    }

    /// What people call the model: the same network without hidden layers has a name for each task.
    private var algorithm: String {
        switch (configuration.model.algorithm, target.task) {
        case (.baseline, .regression): "mean"
        case (.baseline, _): "class frequencies"
        case (.trees, _): "gradient-boosted trees"
        case (.network(let network), let task) where network.hidden.isEmpty:
            switch task {
            case .binary: "logistic regression"
            case .multiclass: "softmax regression"
            case .regression: "linear regression"
            }
        case (.network(let network), _):
            "network with \(network.hidden.map(String.init).joined(separator: ", ")) hidden units"
        }
    }

    /// Every metric that is defined for the split's rows, in one fixed order.
    private func scores(_ split: TrainingData.Split) throws -> JSON {
        let answers = try result.estimator.predict(split.features).map { Double($0) }
        let scores =
            target.task == .regression
            ? Scores(truth: split.targets, predicted: answers)
            : Scores(
                truth: split.targets.map { Int($0) }, probabilities: answers, classes: target.classes.count)
        return .object(
            Metric.allCases.compactMap { metric in
                guard let value = scores[metric], !value.isNaN else { return nil }
                return JSON.Member(metric.rawValue, .double(value))
            })
    }
}
