import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Folds where rows are not each other's strangers: parts that are dealt at random select nothing there.
@Suite struct BoundFoldsTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        let rows = (0..<240).map { row in
            "p\(row % 40),2024-0\(row / 30 + 1)-1\(row % 9),\((row * 7919) % 601),"
                + "\((row * 7919) % 601 > 300 || row % 13 == 0 ? "yes" : "no")\n"
        }
        try scratch.write("patient,seen,size,ill\n" + rows.joined(), to: "data.csv")
    }

    private func spec(_ split: String, _ train: String, task: String = "target: ill") throws {
        try scratch.write(
            """
            mlkit: 1
            project: {name: ward}
            stages:
              ingest:
                kind: data
                source: data.csv
                \(task)
                split: {train: 0.6, valid: 0.2, test: 0.2, seed: 1\(split)}
              train: {kind: train, data: "${stages.ingest}", \(train), matrix: {model: [baseline, linear]}}
              evaluate: {kind: evaluate, models: "${stages.train}", data: "${stages.ingest}", select: {maximize: roc_auc}}

            """, to: "mlkit.yaml")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path, engines: BuiltTool.sourceRoot.appending("engines"))
    }

    @Test(arguments: [
        (", group: patient", "cross_validation: auto", "`group: patient`", "leave `cross_validation` out"),
        (", group: patient", "cross_validation: 5, refit: true", "`group: patient`", "leave `cross_validation` and `refit` out"),
        (", time: seen", "cross_validation: auto, refit: true", "`time: seen`", "leave `cross_validation` and `refit` out"),
    ])
    func theyAreRefused(split: String, train: String, bond: String, hint: String) async throws {
        try spec(split, train)
        let status = try await mlkit("status")
        #expect(status.status == 1)
        #expect(
            status.error.contains("the data are split with \(bond), and rows are dealt to the parts of cross-validation at random"),
            "\(status.error)")
        #expect(status.error.contains("hint: \(hint)\n"), "\(status.error)")
    }

    @Test func withANumberOfPartsTheValidationSplitSelects() async throws {
        try spec(", group: patient", "cross_validation: 3")
        #expect(try await mlkit("run").status == 0)
        #expect(try !scratch.exists("models/linear/folds.csv"))
        let metrics = try JSON(parsing: Array(scratch.read("models/linear/metrics.json").utf8), file: "metrics.json")
        #expect(metrics["fold_mean"] != nil)
        let bound = try JSON(parsing: Array(scratch.read("reports/evaluation.json").utf8), file: "evaluation.json")
        #expect(bound["selection"]?["on"]?.string == "valid" && bound["folds"] == nil)
        try spec("", "cross_validation: 3")
        #expect(try await mlkit("run").status == 0)
        #expect(try scratch.exists("models/linear/folds.csv"))
        let free = try JSON(parsing: Array(scratch.read("reports/evaluation.json").utf8), file: "evaluation.json")
        #expect(free["selection"]?["on"]?.string == "folds" && free["folds"] != nil)
    }

    @Test func modelsOfSeveralLabelsAreNotRefitted() async throws {
        let table = try scratch.read("data.csv").split(separator: "\n").enumerated().map { number, line in
            "\(line),\(number == 0 ? "old" : number % 3 == 0 ? "yes" : "no")\n"
        }
        try scratch.write(table.joined(), to: "data.csv")
        try spec("", "cross_validation: 3, refit: true", task: "target: [ill, old]\n    task: multilabel")
        let status = try await mlkit("status")
        #expect(status.status == 1 && status.error.contains("models of one target are refitted, and the data have several labels"),
            "\(status.error)")
    }
}
