import MLKitCore
import MLKitTestSupport
import Testing

/// The whole path where the target is a number, or one of many classes.
@Suite struct OtherTargetsTests {
    private func metrics(_ project: SampleProject) throws -> [String: JSON] {
        let models = try project.json("reports/evaluation.json")["folds"]?["models"]?.array ?? []
        return Dictionary(uniqueKeysWithValues: models.map { ($0["name"]?.string ?? "", $0["metrics"] ?? .null) })
    }

    @Test func aNumberIsPredicted() async throws {
        let project = try await SampleProject(answers: [
            "data=own", "source=data/original/adult.csv.gz", "target=hours_per_week", "task=regression",
        ])
        let outcome = try await project.mlkit("run")
        #expect(outcome.status == 0, "\(outcome.error)")
        let metrics = try metrics(project)
        let baseline = try #require(metrics["baseline"]?["rmse"]?.double)
        for model in ["linear", "network", "trees"] {
            #expect(try #require(metrics[model]?["rmse"]?.double) < baseline, "\(model)")
            #expect(try #require(metrics[model]?["r2"]?.double) > 0.05, "\(model)")
        }
        let bundle = try project.read("deploy/current").filter { !$0.isWhitespace }
        #expect(try project.json("deploy/\(bundle)/smoke.json")["rows"]?.int ?? 0 > 0)
        #expect(try project.exists("models/network/model.int8.onnx"))
    }

    @Test func oneOfManyClassesIsPredicted() async throws {
        let project = try await SampleProject(answers: [
            "data=own", "source=data/original/adult.csv.gz", "target=marital_status",
        ])
        try project.edit(replacing: "max_accuracy_drop: 0.005", with: "max_accuracy_drop: 0.02")
        let outcome = try await project.mlkit("run")
        #expect(outcome.status == 0, "\(outcome.error)")
        let metrics = try metrics(project)
        let baseline = try #require(metrics["baseline"]?["accuracy"]?.double)
        for model in ["linear", "network", "trees"] {
            #expect(try #require(metrics[model]?["accuracy"]?.double) > baseline + 0.2, "\(model)")
        }
        #expect(try project.exists("models/network/model.int8.onnx"))
        #expect(try project.exists("deploy/current"))

        // One class is so rare that no row of it is in the validation split.
        try project.edit(replacing: "minimize: log_loss", with: "maximize: roc_auc\n      on: valid")
        let undefined = try await project.mlkit("run", "evaluate")
        #expect(undefined.status == 1)
        #expect(
            undefined.error.contains(
                """
                error: roc_auc is undefined on the validation split, so no model can be selected by it
                note: it needs rows of every class, and rows of others

                hint: select by another metric, for example `minimize: log_loss`

                """), "\(undefined.error)")
    }
}
