import MLKitCore
import MLKitEvaluation
import MLKitReports
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import SystemPackage
import Testing

/// A model is measured by the labels that it answers when it is served, whatever it says is most probable.
@Suite struct ServedLabelTests {
    private static let accuracy = EvaluateConfiguration.Selection(metric: .accuracy, maximize: true)

    private func run(
        _ fixture: EvaluateFixture, _ models: [CandidateModel], on split: FilePath, slices: [String] = []
    ) async throws -> EvaluationReport {
        try await EvaluateStage.run(
            configuration: .init(select: Self.accuracy, slices: slices, test: false), models: models,
            splits: .init(valid: split, test: nil), schema: fixture.schema, outputs: fixture.outputs, context: fixture.context)
    }

    /// Right in every row by its labels, and wrong from 10 to 19 by what is most probable.
    private func tuned(_ fixture: EvaluateFixture, _ labels: EvaluateFixture.Labels?) throws -> CandidateModel {
        try fixture.candidate(
            "tuned", EvaluateFixture.classifier(slope: 0.1, bias: -1.95, labels: labels, threshold: 0.12))
    }

    @Test(arguments: [EvaluateFixture.Labels.texts(no: "no", yes: "yes"), .places])
    func labelsDecideWhatIsRight(labels: EvaluateFixture.Labels) async throws {
        let fixture = try await EvaluateFixture()
        let split = try await fixture.split("own", threshold: 10)
        let other = try fixture.candidate("other", EvaluateFixture.classifier(slope: 1, bias: -12.5))
        let report = try await run(fixture, [tuned(fixture, labels), other], on: split, slices: ["x"])
        let model = try #require(report.model("tuned"))
        #expect(report.selection.model == "tuned" && report.selection.value == 1)
        #expect(model.metrics[.f1] == 1 && model.metrics[.recall] == 1 && model.confusion == [[10, 0], [0, 30]])
        #expect(model.metrics[.logLoss].map { $0 > 0.1 } == true && model.metrics[.rocAUC] == 1)
        #expect(report.slices.first?.groups.map { $0.metrics[.accuracy] } == [1, 1, 1, 1])
        // That labels and probabilities say different things is told.
        #expect(model.relabelledRows == 10 && report.model("other")?.relabelledRows == nil)
        #expect(try EvaluationReport(report.json, file: "r").model("tuned")?.relabelledRows == 10)
    }

    /// What is most probable is the answer of a model that gives none.
    @Test func withoutLabelsTheMostProbableClassCounts() async throws {
        let fixture = try await EvaluateFixture()
        let split = try await fixture.split("own", threshold: 10)
        let report = try await run(fixture, [tuned(fixture, nil)], on: split)
        #expect(report.selected?.metrics[.accuracy] == 0.75 && report.selected?.relabelledRows == nil)
    }

    @Test func labelsThatAgreeChangeNothing() async throws {
        let fixture = try await EvaluateFixture()
        func model(_ labels: EvaluateFixture.Labels?) throws -> CandidateModel {
            try fixture.candidate("model", EvaluateFixture.classifier(slope: 0.1, bias: -1.95, labels: labels))
        }
        let plain = try await run(fixture, [model(nil)], on: fixture.test)
        let labelled = try await run(fixture, [model(.texts(no: "no", yes: "yes"))], on: fixture.test)
        #expect(plain.selected?.metrics == labelled.selected?.metrics && plain.selected?.confusion == labelled.selected?.confusion)
        #expect(labelled.selected?.relabelledRows == nil)
    }

    @Test func aLabelThatIsNoClassIsNamed() async throws {
        let fixture = try await EvaluateFixture()
        let split = try await fixture.split("own", threshold: 10)
        let text = await failureText {
            _ = try await run(fixture, [tuned(fixture, .texts(no: "no", yes: "Yes"))], on: split)
        }
        #expect(
            text == """
                error: the model `tuned` answers the label `Yes` for row 11 of the validation split, which is no class of `label`

                hint: its classes are `no` and `yes`

                """)
    }
}
