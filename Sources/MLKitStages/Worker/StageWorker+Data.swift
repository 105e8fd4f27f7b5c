internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

// `kind: data`: the source and the kept schema in, the splits, the schema and the statistics out.

extension StageWorker {
    func data(_ configuration: DataConfiguration) async throws -> StageResult {
        let kept = try input("kept.schema")
        let paths = DataPaths(
            sources: [try input("source")], existingSchema: try context.files.exists(kept) ? kept : nil,
            train: try output("train"), valid: try output("valid"), test: try output("test"),
            schema: try output("schema"), report: try output("report"), project: job.project)
        let report = try await DataStage.run(configuration: configuration, paths: paths, context: context)
        let rows = report.splits.map { JSON.Member($0.name, .int($0.rows)) }
        return StageResult(summary: report.summary, metrics: .object(rows), warnings: report.warnings)
    }
}
