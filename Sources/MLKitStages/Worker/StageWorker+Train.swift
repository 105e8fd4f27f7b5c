internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

// `kind: train`: the training and validation splits in, the model with its metrics and history out.

extension StageWorker {
    func train(_ configuration: TrainConfiguration) async throws -> StageResult {
        let paths = TrainPaths(
            schema: try input("schema"), train: try input("train"), valid: try input("valid"),
            model: try output("model"), metrics: try output("metrics"), history: try output("history"),
            project: job.project)
        let trained = try await TrainStage.run(configuration: configuration, paths: paths, context: context)
        return StageResult(summary: trained.summary, metrics: trained.metrics["valid"] ?? .object([]))
    }
}
