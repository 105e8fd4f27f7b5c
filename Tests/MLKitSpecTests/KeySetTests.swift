import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// What one line of a key brings about.
@Suite struct KeySetTests {
    /// What a stage's process is given is what the runner has read, also of texts that look like other values.
    @Test func settingsComeBackFromTheirJSON() throws {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              d: {kind: data, source: a.csv, target: 007, clean: {missing: [1.0, "null", yes]}, split: {train: 0.5, valid: 0.25, test: \
            0.25}}
              t: {kind: train, data: "${stages.d}", model: {kind: trees, rounds: 5, l2: 1e-3}}
              e: {kind: evaluate, models: ["${stages.t}"], data: "${stages.d}", select: {minimize: log_loss, subject_to: [size_mb < 0.5]}}
              q: {kind: quantize, model: "${stages.t}", calibrate: "${stages.d.valid}"}
              p: {kind: deploy, model: "${stages.e.selected}", targets: [local]}

            """
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        for stage in spec.stages {
            let sent = try JSON(parsing: Array(stage.settings.json.compact.utf8))
            let kind = try #require(StageKinds.builtIn.kind(named: stage.kind))
            #expect(kind.settings(sent).json == stage.settings.json, "\(stage.name)")
        }
        #expect(spec.stage("d")?.settings.json["target"] == "007")
        #expect(spec.stage("d")?.settings.json["clean"]?["missing"] == ["1.0", "null", "yes"])
        #expect(spec.stage("e")?.settings.json["select"]?["minimize"] == "log_loss")
        #expect(spec.stage("e")?.settings.json["select"]?["maximize"] == nil)
    }

    /// A few whole numbers are all that there are, in messages and in the schema that editors read.
    @Test(arguments: [
        ("bits: 4, method: weights", nil), ("bits: 8", nil), ("bits: 6, method: weights", "`bits` must be 4 or 8, not 6"),
        ("bits: 4", "`bits: 4` does not go with `method: static`"), ("bits: few", "`bits` must be a whole number, not text"),
    ])
    func onlyAFewNumbersAreTaken(keys: String, problem: String?) throws {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              d: {kind: data, source: a.csv, target: t}
              t: {kind: train, data: "${stages.d}", model: baseline}
              q: {kind: quantize, model: "${stages.t}", calibrate: "${stages.d.valid}", \(keys)}

            """
        var problems = [String]()
        do { _ = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn) } catch let failure as Failure {
            problems = failure.diagnostics.map(\.message)
        }
        #expect(problems == [problem].compactMap { $0 })
    }

    /// The text of a key stands once in the sources.
    @Test(arguments: ["min_count", "smoke_rows", "drop_duplicates", "max_accuracy_drop", "subject_to", "batch_size"])
    func aKeyIsDeclaredOnce(key: String) throws {
        let sources = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .appending("Sources")
        let files = LocalFileSystem()
        let places = try Glob("**/*.swift").matches(in: sources, files: files).filter { path in
            try files.readText(sources.pushing(FilePath(path))).contains("\"\(key)\"")
        }
        // `select`'s bounds are a member of the report too.
        #expect(places.filter { !$0.hasPrefix("MLKitReports/") }.count == 1, "\(places)")
    }

    @Test func reportsComeBackAsTheyWere() throws {
        var evaluation = EvaluationReport()
        (evaluation.task, evaluation.target, evaluation.classes) = (.binary, "y", ["a", "b"])
        (evaluation.rows, evaluation.baseline) = (7, "base")
        let scores = MetricValues([.accuracy: 0.5, .rocAUC: .nan])
        evaluation.models = [
            .init(
                name: "base", kind: "baseline", sizeBytes: 10, metrics: scores, differenceToBaseline: nil,
                confusion: [[1, 2], [3, 4]],
                perClass: [.init(name: "a", rows: 3, precision: 0.1, recall: 0.2, f1: 0.3)])
        ]
        evaluation.selection.model = "base"
        evaluation.selection.subjectTo = ["size_mb < 5"]
        evaluation.selection.leftOut = [.init(name: "x", reason: "too large")]
        try check(evaluation)
        #expect(evaluation.json["models"]?.array?[0]["metrics"]?["roc_auc"] == .null)
        #expect(evaluation.json["models"]?.array?[0]["difference_to_baseline"] == .null)

        var data = DataReport()
        (data.target, data.task) = ("y", .binary)
        data.rows.read = 9
        data.split.sharedRows = 2
        var column = DataReport.Column(name: "x", type: .number)
        (column.minimum, column.median) = (1, .nan)
        data.columns = [column]
        data.splits = [.init(name: "train", rows: 3, of: 9, classes: [("a", 1), ("b", 2)])]
        try check(data)
        #expect(data.json["columns"]?.array?[0]["minimum"] == .int(1))
        #expect(data.json["columns"]?.array?[0]["median"] == .null)
        #expect(data.json["split"]?["stratify"] == .null)

        var quantization = QuantizationReport()
        quantization.size = .init(before: 100, after: 30)
        quantization.metrics = [.init(.accuracy, before: 0.5, after: 0.25)]
        quantization.probabilityDifference = .init(largest: 0.5, mean: 0.1)
        quantization.allowed = .init(metric: .accuracy, drop: 0.25, maxDrop: 0.1)
        quantization.leftInFloat = [.init(name: "m", reason: "r")]
        try check(quantization)
        #expect(!quantization.allowed.kept)

        var training = TrainingReport()
        (training.model, training.kind, training.algorithm) = ("t", "trees", "trees")
        training.course = .init(rounds: 5, bestRound: 3, l2: 0.1)
        training.preparation = [
            .init(column: "day", form: .dateParts, inputs: 5, missing: 2),
            .init(column: "city", form: .native, inputs: 1, missing: 0, categories: 7, rare: 3),
        ]
        training.valid = MetricValues([.rmse: 1.5])
        try check(training)
        try check(SmokeReport(rows: 3, endpoints: [.init(endpoint: "/predict", largestDifference: 0)]))
    }

    private func check<Type: Report>(_ report: Type) throws {
        let sent = try JSON(parsing: Array(report.json.pretty.utf8))
        #expect(try Type(sent, file: "r.json").json == report.json)
        #expect(try Type(sent, file: "r.json").json.compact == report.json.compact)
    }

    /// A file of a later version has more members; one of something else is none.
    @Test func reportsAreReadWithCare() throws {
        var members = SmokeReport(rows: 3).json.members ?? []
        members.append(.init("later", "what"))
        #expect(try SmokeReport(.object(members), file: "smoke.json").rows == 3)
        for wrong: JSON in [["rows": 3], ["passed": true, "rows": "many"], []] {
            #expect(throws: Failure.self) { try SmokeReport(wrong, file: "smoke.json") }
        }
    }
}
