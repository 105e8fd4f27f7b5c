import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Folds where rows are not each other's strangers: they go by what the data are split by.
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
        (", group: patient", "cross_validation: 3, folds_by: {time: seen}", "says `time: seen`, and the data are split with `group: patient`", "time: seen"),
        (", time: seen", "cross_validation: auto, folds_by: {group: patient}", "says `group: patient`, and the data are split with `time: seen`", "group: patient"),
        ("", "cross_validation: 3, folds_by: {group: patient}", "says `group: patient`, and the data are split at random", "group: patient"),
    ])
    func anotherColumnThanThatOfTheSplitIsRefused(split: String, train: String, problem: String, bond: String) async throws {
        try spec(split, train)
        let status = try await mlkit("status")
        #expect(status.status == 1 && status.error.contains("`folds_by` \(problem)\n"), "\(status.error)")
        #expect(status.error.contains("hint: leave `folds_by` out, or split the data with `\(bond)`\n"), "\(status.error)")
    }

    @Test func whatIsOfFoldsNeedsFolds() async throws {
        try spec(", group: patient", "folds_by: {group: patient}")
        let status = try await mlkit("status")
        #expect(status.status == 1 && status.error.contains("`folds_by` is for parts of the rows, and there are none"), "\(status.error)")
        #expect(status.error.contains("hint: add `cross_validation: auto`, or a number of parts\n"), "\(status.error)")
    }

    private func json(_ path: String) throws -> JSON { try JSON(parsing: Array(scratch.read(path).utf8), file: path) }

    /// The part of each row of `folds.csv`.
    private func folds() throws -> [Int] {
        try scratch.read("models/linear/folds.csv").split(separator: "\n").dropFirst().compactMap { Int($0.split(separator: ",")[1]) }
    }

    @Test func partsGoByTheColumnOfTheSplit() async throws {
        try spec(", group: patient", "cross_validation: 3, refit: true")
        #expect(try await mlkit("run").status == 0)
        #expect(try json("models/linear/metrics.json")["fold_group"]?.string == "patient")
        #expect(try Set(folds()) == [1, 2, 3])
        let bound = try json("reports/evaluation.json")
        #expect(bound["selection"]?["on"]?.string == "folds" && bound["folds"] != nil)
        // Saying it changes nothing.
        try spec(", group: patient", "cross_validation: 3, refit: true, folds_by: {group: patient}")
        let again = try await mlkit("run", "--format", "json")
        #expect(again.status == 0 && !again.output.contains(#""event":"started""#), "\(again.output)")
    }

    @Test func ofTimesTheEarliestRowsAreInNoPart() async throws {
        try spec(", time: seen", "cross_validation: auto")
        let run = try await mlkit("run")
        #expect(run.status == 0, "\(run.error)")
        #expect(try json("models/linear/metrics.json")["fold_time"]?.string == "seen")
        let parts = try folds()
        #expect(Set(parts) == [0, 1, 2, 3, 4, 5])
        let report = try json("reports/evaluation.json")
        #expect(report["selection"]?["on"]?.string == "folds")
        #expect(report["folds"]?["rows"]?.int == parts.count { $0 > 0 }, "\(report["folds"]?.pretty ?? "")")
    }

    /// Data of a command say themselves what keeps rows together.
    @Test func ofDataOfACommandTheKeySays() async throws {
        try spec(", group: patient", "cross_validation: 3")
        #expect(try await mlkit("run").status == 0)
        let files = LocalFileSystem()
        try files.makeDirectory(scratch.path.appending("made"))
        for split in ["train", "valid", "test"] {
            let bytes = try files.read(scratch.path.pushing(FilePath("data/\(split)/ingest.parquet")))
            try files.write(bytes, to: scratch.path.pushing(FilePath("made/\(split).parquet")))
        }
        let text = try scratch.read("mlkit.yaml")
        let made = """
              made:
                run: "mkdir -p out && cp made/* out/ && cp data/schema.yaml out/"
                inputs: [made, data/schema.yaml]
                outputs: {train: out/train.parquet, valid: out/valid.parquet, test: out/test.parquet, schema: out/schema.yaml}
              train: {kind: train, data: "${stages.made}", cross_validation: 3, folds_by: {group: patient}, matrix: {model: [baseline, linear]}}
              evaluate:
            """
        let before = try #require(text.firstRange(of: "  train:")).lowerBound
        try scratch.write(text[..<before] + made + " {kind: evaluate, models: \"${stages.train}\", data: \"${stages.made}\"}\n", to: "mlkit.yaml")
        let run = try await mlkit("run")
        #expect(run.status == 0, "\(run.error)")
        #expect(try json("models/linear/metrics.json")["fold_group"]?.string == "patient")
    }

    /// Several labels have folds each of its own, and models are selected on the validation split.
    @Test func labelsHaveFoldsEachOfItsOwn() async throws {
        try addLabel()
        let labels = "target: [ill, old]\n    task: multilabel"
        try spec(", group: patient", "cross_validation: 3", task: labels)
        let run = try await mlkit("run")
        try #require(run.status == 0, "\(run.error)")
        let metrics = try json("models/linear/metrics.json")
        #expect(metrics["fold_group"]?.string == "patient")
        #expect(metrics["labels"]?.array?.allSatisfy { $0["fold_mean"]?["roc_auc"]?.double != nil } == true, "\(metrics.pretty)")
        #expect(try json("reports/evaluation.json")["selection"]?["on"]?.string == "valid")
        let text = try scratch.read("mlkit.yaml")
        try scratch.write(text.replacing("maximize: roc_auc", with: "maximize: roc_auc, on: folds"), to: "mlkit.yaml")
        let refused = try await mlkit("status")
        #expect(refused.status == 1 && refused.error.contains("models of several labels are not selected on folds"), "\(refused.error)")
    }

    /// Of a target that is told, what is of another task, or has the other direction, is told before anything runs.
    @Test(arguments: [
        (
            "maximize: roc_auc, subject_to: ['rmse < 3']", "`rmse` cannot be bounded by `select`: the data are for the task `binary`",
            "and `latency_ms`"
        ),
        ("maximize: log_loss", "`maximize: log_loss` would select the worst model", "hint: write `minimize: log_loss`"),
        ("minimize: accuracy", "`minimize: accuracy` would select the worst model", "hint: write `maximize: accuracy`"),
    ])
    func whatSelectsNothingGoodIsRefused(select: String, problem: String, hint: String) async throws {
        try spec("", "cross_validation: 3", task: "target: ill\n    task: binary")
        try scratch.write(try scratch.read("mlkit.yaml").replacing("maximize: roc_auc", with: select), to: "mlkit.yaml")
        let status = try await mlkit("status")
        #expect(status.status == 1 && status.error.contains(problem) && status.error.contains(hint), "\(status.error)")
    }

    private func addLabel() throws {
        let table = try scratch.read("data.csv").split(separator: "\n").enumerated().map { number, line in
            "\(line),\(number == 0 ? "old" : number % 3 == 0 ? "yes" : "no")\n"
        }
        try scratch.write(table.joined(), to: "data.csv")
    }

    @Test func modelsOfSeveralLabelsAreNotRefitted() async throws {
        try addLabel()
        try spec("", "cross_validation: 3, refit: true", task: "target: [ill, old]\n    task: multilabel")
        let status = try await mlkit("status")
        #expect(status.status == 1 && status.error.contains("models of one target are refitted, and the data have several labels"),
            "\(status.error)")
    }
}
