internal import MLKitCore
internal import MLKitSpec

/// What `metrics.json` says of a trained model.
struct TrainingReport {
    private let configuration: TrainConfiguration
    private let encoder: FeatureEncoder
    private let target: TargetEncoder
    private let result: TrainingResult

    init(
        _ configuration: TrainConfiguration, _ encoder: FeatureEncoder, _ target: TargetEncoder,
        _ result: TrainingResult
    ) {
        self.configuration = configuration
        self.encoder = encoder
        self.target = target
        self.result = result
    }

    /// Name, kind and size of the model, how training went, and its metrics on both splits.
    func metrics(_ data: TrainingData) throws -> JSON {
        .object(
            [
                .init("model", .string(configuration.model.name)), .init("kind", .string(configuration.model.kind)),
                .init("task", .string(target.task.rawValue)), .init("target", .string(target.column.name)),
                .init("features", .int(encoder.width)),
            ] + result.facts)
    }
}
