import MLKitCore
import MLKitEvaluation
import MLKitReports
import MLKitSpec
import MLKitStages
import Testing

/// Stages of one kind in one project: each writes files of its own, and what refers to one means that one.
@Suite struct CompanyOfStagesTests {
    private func spec(_ stages: String, leavingTest: Bool = false) throws -> ProjectSpec {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              ingest: {kind: data, source: a.csv, target: y}
              train: {kind: train, data: "${stages.ingest}", matrix: {model: [baseline, network]}}
            \(stages)

            """
        return try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn, leavingTest: leavingTest)
    }

    private func evaluation(_ name: String, _ more: String = "") -> String {
        "  \(name): {kind: evaluate, models: \"${stages.train}\", data: \"${stages.ingest}\"\(more)}"
    }

    private func paths(_ spec: ProjectSpec, _ stage: String) -> [String] { spec.stage(stage)?.outputs.map(\.path) ?? [] }

    @Test func severalEvaluationsWriteFilesOfTheirOwn() throws {
        let two = try spec(
            [evaluation("again"), evaluation("evaluate"), "  deploy: {kind: deploy, model: \"${stages.again.selected}\"}"]
                .joined(separator: "\n"))
        #expect(paths(two, "evaluate") == ["reports/evaluation.json", "models/selected.onnx"])
        #expect(paths(two, "again") == ["reports/evaluation.again.json", "models/selected.again.onnx"])
        let deploy = two.stage("deploy")
        #expect(deploy?.inputs.first == StageInput(role: "model", path: "models/selected.again.onnx", producer: "again"))
        #expect(deploy?.inputs.contains(StageInput(role: "evaluation", path: "reports/evaluation.again.json", producer: "again")) == true)
    }

    /// As projects have it that were made when one of them had to name its files.
    @Test func theFilesOfAnEarlierProjectStay() throws {
        let named = try spec(
            [evaluation("float"), evaluation("small", ", report: reports/small.json, selected: models/small.onnx")]
                .joined(separator: "\n"))
        #expect(paths(named, "float") == ["reports/evaluation.json", "models/selected.onnx"])
        #expect(paths(named, "small") == ["reports/small.json", "models/small.onnx"])
        // Whatever its name is, one alone has them.
        let alone = try spec(evaluation("verify"))
        #expect(paths(alone, "verify") == ["reports/evaluation.json", "models/selected.onnx"])
        let each = try spec(evaluation("e", ", foreach: {a: {m: accuracy}, b: {m: f1}}, metrics: [\"${item.m}\"]"))
        #expect(paths(each, "e.b") == ["reports/evaluation.b.json", "models/selected.b.onnx"])
    }

    @Test func severalQuantizationsToo() throws {
        let two = try spec(
            """
              quantize: {kind: quantize, model: "${stages.train.network}", calibrate: "${stages.ingest.valid}"}
              coarse: {kind: quantize, model: "${stages.train.network}", calibrate: "${stages.ingest.valid}", per_channel: false}
              both: {kind: evaluate, models: ["${stages.quantize}", "${stages.coarse}"], data: "${stages.ingest}"}
            """)
        #expect(paths(two, "quantize") == ["models/network/model.int8.onnx", "reports/quantization.json"])
        #expect(paths(two, "coarse") == ["models/network/model.int8.coarse.onnx", "reports/quantization.coarse.json"])
        #expect(two.stage("both")?.inputs.map(\.role).prefix(2) == ["models.network-int8", "models.network-int8-coarse"])
    }

    @Test func whatIsChosenOnDecidesWhatIsRead() throws {
        func roles(_ more: String) throws -> [String] {
            try spec(evaluation("evaluate", more)).stage("evaluate")?.inputs.map(\.role).filter { !$0.hasPrefix("models.") } ?? []
        }
        #expect(try roles("") == ["valid", "test", "schema"])
        #expect(try roles(", select: {maximize: f1, on: valid}") == ["valid", "test", "schema"])
        #expect(try roles(", test: false") == ["valid", "schema"])
        #expect(try roles(", select: {maximize: f1, on: test}") == ["test", "schema"])
    }

    /// What a sweep reads of a project.
    @Test func stagesCanBeMadeToLeaveTheTestSplitAlone() throws {
        let stages = [
            evaluation("evaluate"), evaluation("chosen", ", select: {maximize: f1, on: test}"),
            "  quantize: {kind: quantize, model: \"${stages.train.network}\", calibrate: \"${stages.ingest}\", test: true}",
        ].joined(separator: "\n")
        let left = try spec(stages, leavingTest: true)
        let reads = { (spec: ProjectSpec, stage: String) in spec.stage(stage)?.inputs.contains { $0.role == "test" } }
        #expect(reads(left, "evaluate") == false && reads(left, "quantize") == false)
        // One that selects on it cannot do without.
        #expect(reads(left, "chosen") == true)
        #expect(left.stage("evaluate")?.configuration["test"] == false)
        let whole = try spec(stages)
        #expect(reads(whole, "evaluate") == true && reads(whole, "quantize") == true)
        #expect(whole.stage("evaluate")?.configuration["test"] == nil)
    }

    @Test func fairnessNeedsGroups() throws {
        let failure = #expect(throws: Failure.self) { try spec(evaluation("evaluate", ", fairness: {max_gap: 0.1}")) }
        #expect(failure?.diagnostics.map(\.message) == ["`fairness` compares groups of rows, and `slices` names none"])
        let sound = try spec(evaluation("evaluate", ", slices: [sex], fairness: {max_gap: 0.1, metric: recall}"))
        let configuration = sound.stage("evaluate")?.settings.value as? EvaluateConfiguration
        #expect(configuration?.slices == ["sex"] && configuration?.fairness == .init(maxGap: 0.1, metric: .recall))
    }

    /// A figure is of the split that its name begins with; earlier versions measured on the test split, and did not say so.
    @Test func figuresNameTheirSplit() throws {
        let all = try spec(
            evaluation("evaluate") + "\n" + evaluation("chosen", ", select: {maximize: f1, on: test}")
                + "\n  quantize: {kind: quantize, model: \"${stages.train.network}\", calibrate: \"${stages.ingest}\"}")
        func split(_ stage: String, _ figure: String, by version: Int) -> String? {
            all.stage(stage)?.settings.split(of: figure, by: version)
        }
        #expect(split("evaluate", "valid.f1", by: 2) == "valid" && split("evaluate", "test.f1", by: 2) == "test")
        #expect(split("evaluate", "f1", by: 1) == "test" && split("evaluate", "f1", by: 2) == nil)
        #expect(split("quantize", "valid.drop", by: 2) == "valid" && split("quantize", "drop", by: 1) == "test")
        #expect(split("quantize", "size_ratio", by: 1) == nil)
        #expect(split("train.network", "accuracy", by: 1) == "valid" && split("train.network", "folds.accuracy", by: 1) == "folds")
        #expect(split("ingest", "test", by: 1) == nil)
        func whole(_ stage: String, _ name: String) -> String? { all.stage(stage)?.settings.figure(named: name) }
        #expect(whole("evaluate", "f1") == "valid.f1" && whole("evaluate", "test.f1") == "test.f1")
        #expect(whole("chosen", "f1") == "test.f1" && whole("train.network", "f1") == "f1")
        #expect(whole("quantize", "drop") == "valid.drop" && whole("quantize", "size_ratio") == "size_ratio")
    }
}
