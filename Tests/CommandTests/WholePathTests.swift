import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

extension FinishedProjectTests {
    /// From `mlkit new` to a deployed model on a sample of the census data, with every stage as it is shipped.
    @Suite struct WholePathTests {
        let project: FinishedProject

        init() throws { project = try FinishedProject.current() }

        private static let stages = [
            "ingest", "train.baseline", "train.linear", "train.network", "train.trees", "evaluate", "quantize",
            "deploy", "report",
        ]

        @Test func everyStageRunsAndSaysWhatItMade() async throws {
            #expect(project.outcome.status == 0, "\(project.outcome.error)")
            #expect(project.outcome.output == "")
            let lines = project.outcome.error.split(separator: "\n")
            for stage in Self.stages {
                #expect(lines.contains { $0.hasPrefix("run  \(stage) ") && $0.hasSuffix("it has not run yet") })
                #expect(lines.contains { $0.hasPrefix("done \(stage) ") })
                #expect(try project.sample.exists("logs/\(stage).log"))
            }
            #expect(lines.contains { $0.hasSuffix("1983 rows: 1388 train, 298 valid, 297 test") })
            #expect(lines.last?.hasPrefix("9 stages run in ") == true)
        }

        @Test func statusShowsWhatEachStageCameTo() async throws {
            let status = try await project.sample.mlkit("status")
            let lines = status.output.split(separator: "\n")
            #expect(lines.count == Self.stages.count)
            #expect(lines.allSatisfy { $0.hasPrefix("up to date  ") })
            #expect(lines[0] == "up to date  ingest          1983 rows: 1388 train, 298 valid, 297 test")
            #expect(lines.contains { $0.contains("evaluate") && $0.contains("has the highest roc_auc on the validation split") })
        }

        @Test func everyFileIsWhereItIsPromised() throws {
            for name in ["train", "valid", "test"] { #expect(try project.sample.exists("data/\(name)/ingest.parquet")) }
            for model in ["baseline", "linear", "network", "trees"] {
                for file in ["model.onnx", "metrics.json", "history.json"] {
                    #expect(try project.sample.exists("models/\(model)/\(file)"))
                }
            }
            for file in [
                "data/schema.yaml", "models/selected.onnx", "models/network/model.int8.onnx", "reports/data.json",
                "reports/evaluation.json", "reports/quantization.json", "docs/report.md",
            ] { #expect(try project.sample.exists(file)) }
            let version = try project.sample.read("deploy/current").filter { !$0.isWhitespace }
            for file in ["bundle.json", "model.onnx", "schema.yaml", "MODEL_CARD.md", "Dockerfile", "smoke.json"] {
                #expect(try project.sample.exists("deploy/\(version)/\(file)"))
            }
        }

        @Test func everyModelBeatsTheBaseline() throws {
            let models = try project.sample.json("reports/evaluation.json")["validation"]?["models"]?.array ?? []
            let areas = Dictionary(
                uniqueKeysWithValues: models.map { ($0["name"]?.string, $0["metrics"]?["roc_auc"]?.double ?? 0) })
            #expect(areas["baseline"] == 0.5)
            #expect(areas.filter { $0.key != "baseline" }.allSatisfy { $0.value > 0.85 }, "\(areas)")
        }

        /// Metrics, exports and models beside scikit-learn's, XGBoost's and ONNX Runtime's in Python.
        @Test func everythingIsAsPythonHasIt() async throws {
            let python = BuiltTool.sourceRoot.pushing(".venv/bin/python")
            try #require(
                try LocalFileSystem().exists(python),
                "there is no `\(python)` to compare with: `make test` makes it")
            let script = BuiltTool.sourceRoot.pushing("Tests/Differential/compare.py").string
            let outcome = try await BuiltTool.run(
                python.string, [script, project.sample.path.string], in: "/",
                environment: ["OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"])
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)")
            #expect(outcome.output.split(separator: "\n").count >= 12, "\(outcome.output)\(outcome.error)")
            #expect(outcome.error == "")
        }
    }
}
