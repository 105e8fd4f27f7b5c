internal import MLKitCore
internal import MLKitONNX
internal import MLKitSpec
internal import SystemPackage

// `kind: evaluate`: the candidate models and the test split in, the report and the selected model out.

extension StageWorker {
    func evaluate(_ configuration: EvaluateConfiguration) async throws -> StageResult {
        let outputs = EvaluateStage.Outputs(report: try output("report"), selected: try output("selected"))
        let report = try await EvaluateStage.run(
            configuration: configuration, models: try candidates(), test: try input("test"), schema: try schema(),
            outputs: outputs, context: context)
        return StageResult(summary: report.reason, metrics: report.metrics)
    }

    /// The models among the inputs, by name.
    private func candidates() throws -> [CandidateModel] {
        let prefix = "models."
        let models = job.inputs.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }
        return try models.map { role, path in
            CandidateModel(name: String(role.dropFirst(prefix.count)), kind: try kind(of: path), path: path)
        }
    }

    /// What a model says of itself; one made elsewhere may say nothing.
    private func kind(of path: FilePath) throws -> String {
        let model = try Model(parsing: context.files.read(path))
        return model.metadata["kind"] ?? "onnx"
    }
}
