internal import MLKitCore
internal import MLKitONNX
internal import MLKitSpec
internal import SystemPackage

extension StageWorker {
    func train(_ configuration: TrainConfiguration) async throws -> StageResult {
        let schema = try schema()
        let trained = try TrainStage.run(
            configuration: configuration, schema: schema,
            train: try await Table.read(try input("train"), schema: schema, context: context),
            valid: try await Table.read(try input("valid"), schema: schema, context: context), context: context)
        try context.files.write(trained.model.bytes, to: try output("model"))
        try context.files.write(trained.metrics.pretty, to: try output("metrics"))
        try context.files.write(trained.history.pretty, to: try output("history"))
        let scores = trained.metrics["valid"] ?? .object([])
        return StageResult(summary: Self.summary(scores), metrics: scores)
    }

    /// "valid accuracy 0.8691, roc_auc 0.9241".
    private static func summary(_ scores: JSON) -> String {
        let shown = ["accuracy", "roc_auc", "rmse", "r2"]
        let texts = shown.compactMap { name in scores[name]?.double.map { "\(name) \(rounded($0))" } }
        return texts.isEmpty ? "" : "valid " + texts.joined(separator: ", ")
    }
}
