import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTraining

@Suite struct TrainFilesTests {
    private let scratch: ScratchDirectory
    private let paths: TrainPaths

    init() async throws {
        scratch = try ScratchDirectory()
        let folder = scratch.path
        paths = TrainPaths(
            schema: folder.appending("schema.yaml"), train: folder.appending("train.parquet"),
            valid: folder.appending("valid.parquet"), model: folder.pushing("models/linear/model.onnx"),
            metrics: folder.pushing("models/linear/metrics.json"),
            history: folder.pushing("models/linear/history.json"), project: folder)
        try scratch.write(
            """
            target: rich
            columns:
              age:
                type: integer
                nullable: true
              member:
                type: boolean
              town:
                type: text
                nullable: true
              rich:
                type: boolean
                categories: [false, true]
            """, to: "schema.yaml")
        let engine = TableEngine(stageContext())
        for (path, rows) in [(paths.train, "0, 300"), (paths.valid, "300, 400")] {
            try engine.run(
                """
                COPY (SELECT CASE WHEN i % 13 = 0 THEN NULL ELSE i % 80 END AS age, i % 3 = 0 AS member,
                  CASE WHEN i % 7 = 0 THEN NULL WHEN i % 2 = 0 THEN 'São Paulo' ELSE 'a, "b"' END AS town,
                  i % 80 > 40 AS rich FROM range(\(rows)) t(i)) TO '\(path)' (FORMAT parquet);
                """, to: "write test data")
        }
    }

    private func train() async throws -> TrainedModel {
        try await TrainStage.run(
            configuration: TrainConfiguration(model: ModelChoice(name: "linear", Training.linear.settings)),
            paths: paths, context: stageContext())
    }

    @Test func writesModelMetricsAndHistory() async throws {
        let trained = try await train()
        let model = try Model(parsing: LocalFileSystem().read(paths.model))
        #expect(model == trained.model)
        #expect(model.inputs.map(\.name) == ["age", "member", "town"])
        #expect(model.metadata["classes"] == #"["false","true"]"#)
        let metrics = try JSON(parsing: scratch.read("models/linear/metrics.json"))
        #expect(metrics == trained.metrics)
        #expect(
            metrics.members?.map(\.name) == [
                "model", "kind", "algorithm", "task", "target", "columns", "features", "preparation", "iterations",
                "converged", "train", "valid", "export_difference",
            ])
        #expect(metrics["features"] == 5)
        let auc = try #require(metrics["valid"]?["roc_auc"]?.double)
        #expect(auc > 0.95)
        let history = try #require(JSON(parsing: scratch.read("models/linear/history.json")).array)
        #expect(history.count == metrics["iterations"]?.int)
        #expect(history[0].members?.map(\.name) == ["step", "train_loss"])
        #expect(trained.summary.hasPrefix("logistic regression, 5 features: validation accuracy 0."))
    }

    @Test func aMissingFileIsNamedAsTheUserKnowsIt() async throws {
        try LocalFileSystem().remove(paths.train)
        let text = await failureText { _ = try await train() }
        #expect(text.hasPrefix("error: cannot read `train.parquet`"))
        #expect(try !scratch.exists("models"))
    }
}
