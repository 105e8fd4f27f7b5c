import MLKitCore
import MLKitEvaluation
import MLKitReports
import MLKitSpec
import MLKitStages
import Testing

/// What an evaluate stage can be asked for, and what it cannot.
@Suite struct EvaluateKeysTests {
    private func spec(_ more: String) throws -> ProjectSpec {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              ingest: {kind: data, source: a.csv, target: y}
              train: {kind: train, data: "${stages.ingest}", matrix: {model: [baseline, network]}}
              evaluate: {kind: evaluate, models: "${stages.train}", data: "${stages.ingest}"\(more)}

            """
        return try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
    }

    private func configuration(_ more: String = "") throws -> EvaluateConfiguration {
        try #require(spec(more).stage("evaluate")?.settings.value as? EvaluateConfiguration)
    }

    private func problems(_ more: String) -> [String] {
        let failure = #expect(throws: Failure.self, "\(more)") { try spec(more) }
        return failure?.diagnostics.map(\.message) ?? []
    }

    @Test func intervals() throws {
        #expect(try configuration().intervals == .init() && configuration(", intervals: true").intervals == .init())
        #expect(try configuration(", intervals: false").intervals == nil)
        #expect(try configuration(", intervals: 0.9").intervals == .init(level: 0.9))
        #expect(try configuration(", intervals: {resamples: 2000}").intervals == .init(resamples: 2000))
        for level in ["0.5", "0.9999"] { #expect(throws: Never.self) { try configuration(", intervals: \(level)") } }
        for level in ["0.49", "1", "{resamples: 99}", "x"] { #expect(problems(", intervals: \(level)").count == 1) }
        #expect(problems(", intervals: false, select: {maximize: f1, prefer: simplest}")
            == ["`prefer: simplest` goes by intervals, and `intervals` is false"])
        #expect(try configuration(", select: {maximize: f1, prefer: simplest}").select?.prefer == .simplest)
    }

    @Test func thresholds() throws {
        #expect(try configuration().threshold == nil && configuration(", threshold: 0.3").threshold == .fixed(0.3))
        #expect(try configuration(", threshold: {cost: {fn: 5}}").threshold == .cost(falsePositive: 1, falseNegative: 5))
        #expect(try configuration(", threshold: {recall: 0.9}").threshold == .recall(0.9))
        #expect(try configuration(", threshold: {precision: 0.9}").threshold == .precision(0.9))
        for wrong in ["1.1", "{recall: 2}", "{}", "{recall: 0.5, precision: 0.5}", "{cost: {fp: -1}}"] {
            #expect(!problems(", threshold: \(wrong)").isEmpty, "\(wrong)")
        }
    }

    @Test func groups() throws {
        let fairness = try configuration(
            ", fairness: {max_gap: 0.1, criterion: equalized_odds, protected: [sex, race], intersections: true}").fairness
        #expect(fairness == .init(maxGap: 0.1, criterion: .equalizedOdds, protected: ["sex", "race"], intersections: true))
        #expect(problems(", slices: [sex], fairness: {max_gap: 0.1, criterion: equalized_odds, metric: recall}")
            == ["groups are compared by a `metric` or by a `criterion`, not by both"])
        #expect(problems(", fairness: {max_gap: 0.1, protected: []}") == ["`fairness` compares groups of rows, and `slices` names none"])
    }

    @Test func errorsAndFiles() throws {
        #expect(try configuration().errors == nil && configuration(", errors: true").errors == .init())
        #expect(try configuration(", errors: false").errors == nil)
        let errors = try configuration(", errors: {tags: [sex], worst: 0, pairs: false, min_rows: 5}").errors
        #expect(errors == .init(tags: ["sex"], pairs: false, minRows: 5, worst: 0))
        #expect(!problems(", errors: {min_rows: 4}").isEmpty)
        let stage = try #require(spec(", page: reports/e.html, served: models/served.onnx").stage("evaluate"))
        #expect(stage.outputs.map(\.path) == ["reports/evaluation.json", "models/selected.onnx", "reports/e.html"])
        #expect(stage.inputs.contains(StageInput(role: "served", path: "models/served.onnx")))
        #expect(try spec("").stage("evaluate")?.outputs.count == 2)
    }

    /// A stage that says nothing of all this is what it was: nothing runs again for keys that nobody wrote.
    @Test func keysThatAreNotWrittenAreNoPartOfAStage() throws {
        let names = try spec("").stage("evaluate")?.configuration.members?.map(\.name)
        #expect(names == ["data", "kind", "models"])
    }
}
