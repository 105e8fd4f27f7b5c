import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Naive Bayes, neighbours and support vector machines on the whole path.
@Suite struct PlainModelsTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        let rows = (0..<400).map { row in
            let (age, kind) = (18 + row * 31 % 60, ["house", "car", "life"][row * 13 % 7 % 3])
            let amount = row % 17 == 3 ? "" : "\(100 + row * 7919 % 5000)"
            return "\(age),\(kind),\(amount),\(age * 7 + row * 7919 % 5000 / 20 + (kind == "car" ? 120 : 0) > 450 ? "yes" : "no")\n"
        }
        try scratch.write("age,kind,amount,fraud\n" + rows.joined(), to: "claims.csv")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path, engines: BuiltTool.sourceRoot.appending("engines"))
    }

    @Test func theExampleOfThePageRuns() async throws {
        let page = try #require(try MarkdownPage.all().first { $0.path == "docs/stages.md" }).text
        let section = page.split(separator: "### Few rows and plain models\n").last ?? ""
        let yaml = try #require(section.split(separator: "```yaml\n").dropFirst().first?.split(separator: "```").first)
        try scratch.write("mlkit: 1\nproject: {name: claims}\n" + yaml, to: "mlkit.yaml")
        let run = try await mlkit("run")
        #expect(run.status == 0, "\(run.error)")
        #expect(!run.error.contains("that it was trained on"))
        for model in ["counted", "alike", "margin"] {
            let metrics = try JSON(parsing: scratch.read("models/\(model)/metrics.json"))
            #expect(metrics["valid"]?["roc_auc"]?.double ?? 0 > 0.8 && metrics["export_difference"]?.double ?? 1 <= 1e-5, "\(model)")
        }
    }

    private func spec(_ model: String, target: String = "fraud", deploy: String = "") throws {
        try scratch.write(
            """
            mlkit: 1
            project: {name: claims}
            stages:
              ingest: {kind: data, source: claims.csv, target: \(target)}
              train: {kind: train, data: "${stages.ingest}", model: \(model)}
              evaluate: {kind: evaluate, models: "${stages.train}", data: "${stages.ingest}"}
              deploy: {kind: deploy, model: "${stages.evaluate.selected}"\(deploy)}

            """, to: "mlkit.yaml")
    }

    /// It is named with the number of its rows, until the spec says that this is known; what is left of training never changes.
    @Test func aModelThatHoldsRowsIsNamedWhenItIsDeployed() async throws {
        try spec("neighbours")
        let run = try await mlkit("run")
        #expect(run.status == 0, "\(run.error)")
        #expect(run.error.contains("warning: the model `neighbours` holds 280 rows that it was trained on, in a file of "), "\(run.error)")
        #expect(run.error.contains("`training_rows: true` says that this is known"), "\(run.error)")
        let bundle = try scratch.read("deploy/current").split(separator: "\n").first ?? ""
        let answers = try await mlkit("predict", "deploy/\(bundle)", "claims.csv", "-o", "answers.csv")
        #expect(answers.status == 0, "\(answers.error)")
        let reasons = try await mlkit("explain", "deploy/\(bundle)", "claims.csv", "--row", "2")
        #expect(reasons.status == 0, "\(reasons.error)")
        try spec("neighbours", deploy: ", training_rows: true")
        let again = try await mlkit("run")
        #expect(again.status == 0 && !again.error.contains("that it was trained on"), "\(again.error)")
        #expect(!again.error.contains("run  train"), "\(again.error)")
        let quantized = try await mlkit("quantize", "models/neighbours/model.onnx", "-o", "small.onnx")
        #expect(quantized.status != 2, "\(quantized.error)")
    }

    @Test func familiesForClassesPredictNoNumbers() async throws {
        try spec("bayes", target: "amount")
        let run = try await mlkit("run")
        #expect(run.status == 1)
        #expect(
            run.error.contains(
                """
                error: models of kind `bayes` tell classes, and the target `amount` is a number

                hint: take another kind, such as `linear` or `lightgbm`
                """), "\(run.error)")
    }
}
