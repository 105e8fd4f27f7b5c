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
            .init("task", .string(target.task.rawValue)), .init("target", .string(target.column.name)),
            .init("columns", .int(encoder.columns.count)), .init("features", .int(encoder.width)),
        ]
        return .object(
            about + result.facts + [
                .init("train", try scores(data.train)), .init("valid", try scores(data.valid)),
            ])
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
