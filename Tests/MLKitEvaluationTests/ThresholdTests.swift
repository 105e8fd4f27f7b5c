import MLKitCore
import MLKitONNX
import MLKitReports
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitEvaluation

/// From what probability on rows are given the second class.
@Suite struct ThresholdTests {
    private let truth = [false, false, true, false, true, false, true, true]
    private let scores = [0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875]

    /// Counted by hand, row by row.
    @Test(arguments: [
        (ThresholdRule.fixed(0.3), 0.3), (.cost(falsePositive: 1, falseNegative: 1), 0.4375),
        (.cost(falsePositive: 1, falseNegative: 5), 0.1875),
        (.cost(falsePositive: 5, falseNegative: 1), 0.6875), (.recall(1), 0.1875), (.recall(0.75), 0.4375), (.recall(0.5), 0.6875),
        (.precision(1), 0.6875), (.precision(0.75), 0.4375), (.precision(0.66), 0.1875), (.precision(0.5), 0.1875),
        (.cost(falsePositive: 0, falseNegative: 1), 0.1875), (.cost(falsePositive: 1, falseNegative: 0), 0.6875),
    ])
    func theRuleIsKept(rule: ThresholdRule, threshold: Double) {
        #expect(rule.threshold(truth: truth, scores: scores) == threshold, "\(rule)")
    }

    @Test func whatNoThresholdKeepsIsNone() {
        #expect(ThresholdRule.precision(0.9).threshold(truth: [true, false], scores: [0.1, 0.9]) == nil)
        #expect(ThresholdRule.recall(0.5).threshold(truth: [false, false], scores: [0.1, 0.9]) == nil)
        #expect(ThresholdRule.recall(0.5).threshold(truth: [], scores: []) == nil)
        // All rows, those with a probability of 0 too.
        let all = ThresholdRule.recall(1).threshold(truth: [true, false], scores: [0, 0.5])
        #expect(all.map { $0 < 0 } == true)
        // Scores that are neighbours among floats are parted.
        let (low, high) = (Double(Float(0.3)), Double(Float(0.3).nextUp))
        let between = ThresholdRule.precision(1).threshold(truth: [false, true], scores: [low, high])
        #expect(between.map { low <= $0 && $0 < high } == true)
        #expect(ThresholdRule.cost(falsePositive: 1, falseNegative: 0.1).threshold(truth: [true, false], scores: [0.5, 0.5]) == 0.5)
    }

    private func run(
        _ fixture: EvaluateFixture, _ models: [CandidateModel], _ rule: ThresholdRule, test: FilePath? = nil
    ) async throws -> EvaluationReport {
        try await EvaluateStage.run(
            configuration: .init(select: .init(metric: .f1, maximize: true), threshold: rule, test: test != nil), models: models,
            splits: .init(valid: fixture.split("own", threshold: 10), test: test), schema: fixture.schema, outputs: fixture.outputs,
            context: fixture.context)
    }

    /// What the selected model answers as its label, for each `x`.
    private func labels(_ fixture: EvaluateFixture) async throws -> [Int] {
        let table = try await Table.read(fixture.split("asked", threshold: 10), schema: fixture.schema, context: fixture.context)
        let bytes = try LocalFileSystem().read(fixture.outputs.selected)
        let runtime = try Runtime(locator: fixture.context.engines)
        let predictor = try Predictor(bytes: bytes, name: "selected", schema: fixture.schema, runtime: runtime)
        guard case .probabilities(_, let labels?) = try predictor.predict(table) else { return [] }
        return labels
    }

    /// Half is reached at 20, and the right place is 10. A model without labels, with labels as texts or places, or with its classes the
    /// other way round is given the threshold, and keeps it where it is served.
    @Test(arguments: [EvaluateFixture.Labels?.none, .texts(no: "no", yes: "yes"), .places])
    func theThresholdTravelsWithTheModel(labels: EvaluateFixture.Labels?) async throws {
        let fixture = try await EvaluateFixture()
        let model = try fixture.candidate("model", EvaluateFixture.classifier(slope: 0.1, bias: -1.95, labels: labels))
        let test = try await fixture.split("test", threshold: 12)
        let report = try await run(fixture, [model], .cost(falsePositive: 1, falseNegative: 1), test: test)
        #expect(report.validation?.model("model")?.confusion == [[10, 0], [0, 30]])
        // It was chosen on the validation split, and is not chosen again.
        #expect(report.selected?.confusion == [[10, 2], [0, 28]])
        let threshold = try #require(report.selected?.threshold)
        #expect(threshold == report.validation?.model("model")?.threshold && threshold > 0.11 && threshold < 0.14)
        #expect(report.selected?.relabelledRows == nil && report.reason.contains("threshold"), "\(report.reason)")
        let answered = try await self.labels(fixture)
        #expect(answered == (0..<40).map { $0 >= 10 ? 1 : 0 })
        // All else is the model's own.
        let written = try Model(parsing: LocalFileSystem().read(fixture.outputs.selected))
        #expect(written.inputs == (try Model(parsing: LocalFileSystem().read(model.path)).inputs))
        #expect(written.outputs.map(\.name) == ["probabilities", "label"] && written.metadata["classes"] == #"["no","yes"]"#)
    }

    @Test func classesTheOtherWayRound() async throws {
        let fixture = try await EvaluateFixture()
        let model = try fixture.candidate("turned", EvaluateFixture.classifier(slope: -0.1, bias: 1.95, classes: ["yes", "no"]))
        let report = try await run(fixture, [model], .recall(1))
        #expect(report.selected?.confusion == [[10, 0], [0, 30]])
        #expect(try await labels(fixture) == (0..<40).map { $0 >= 10 ? 1 : 0 })
    }

    @Test func modelsThatCannotKeepItAreLeftOut() async throws {
        let fixture = try await EvaluateFixture()
        let flat = try fixture.candidate("flat", EvaluateFixture.constant(0))
        let text = await failureText { _ = try await run(fixture, [flat], .precision(0.9)) }
        #expect(text.contains("note: `flat`: no threshold keeps `{precision: 0.9}`"), "\(text)")
        let good = try fixture.candidate("good", EvaluateFixture.classifier(slope: 1, bias: -9.5))
        let report = try await run(fixture, [flat, good], .precision(0.9))
        #expect(report.selection.model == "good" && report.selection.leftOut.map(\.name) == ["flat"])
    }

    @Test func itIsForTwoClasses() async throws {
        let fixture = try await EvaluateFixture()
        let model = try fixture.candidate("number", EvaluateFixture.regressor(slope: 1))
        let text = await failureText {
            _ = try await EvaluateStage.run(
                configuration: .init(threshold: .recall(0.5)), models: [model], splits: .init(valid: fixture.test, test: nil),
                schema: fixture.regression, outputs: fixture.outputs, context: fixture.context)
        }
        #expect(text == "error: `threshold` tells two classes apart, and the target `amount` is a number\n\nhint: leave `threshold` out\n")
    }
}
