import MLKitCore
import MLKitEvaluation
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@Suite("Evaluate stage")
struct EvaluateStageTests {
    private func run(
        _ fixture: EvaluateFixture, _ models: [CandidateModel], _ configuration: EvaluateConfiguration = .init(),
        schema: TableSchema? = nil
    ) async throws -> EvaluationReport {
        try await EvaluateStage.run(
            configuration: configuration, models: models, splits: .init(valid: fixture.test, test: nil),
            schema: schema ?? fixture.schema, outputs: fixture.outputs, context: fixture.context)
    }

    /// Models of rising quality: always `no`; a threshold that is off; the right threshold.
    private func models(_ fixture: EvaluateFixture) throws -> [CandidateModel] {
        [
            try fixture.candidate("baseline", kind: "baseline", EvaluateFixture.constant(-0.1)),
            try fixture.candidate("early", EvaluateFixture.classifier(slope: -1, bias: 10)),
            try fixture.candidate("right", EvaluateFixture.classifier(slope: 1, bias: -19.5, padding: 3000)),
        ]
    }

    @Test func measuresEveryModelBesideTheBaseline() async throws {
        let fixture = try await EvaluateFixture()
        let report = try await run(fixture, models(fixture))
        #expect(report.selection.model == "right")
        #expect(report.json["rows"] == 40)
        #expect(report.json["task"] == "binary")
        #expect(report.json["classes"] == ["no", "yes"])
        #expect(report.json["baseline"] == "baseline")
        let right = try #require(report.json["models"]?.array?[2])
        #expect(right["metrics"]?["accuracy"] == 0.925)
        #expect(right["difference_to_baseline"]?["accuracy"]?.double.map { abs($0 - 0.45) < 1e-12 } == true)
        #expect(right["confusion"] == [[18, 1], [2, 19]])
        #expect(right["per_class"]?.array?[1]["rows"] == 21)
        #expect(right["per_class"]?.array?[1]["recall"]?.double == 19.0 / 21)
        #expect(report.metrics == right["metrics"])
        let files = LocalFileSystem()
        #expect(try files.read(fixture.outputs.selected) == files.read(models(fixture)[2].path))
        #expect(try JSON(parsing: files.read(fixture.outputs.report)) == report.json)
    }

    @Test func onlyTheMetricsAskedForAreReported() async throws {
        let fixture = try await EvaluateFixture()
        let report = try await run(fixture, models(fixture), .init(metrics: [.rocAUC, .accuracy]))
        #expect(report.metrics.members?.map(\.name) == ["accuracy", "roc_auc"])
    }

    @Test func metricsHaveIntervals() async throws {
        let fixture = try await EvaluateFixture()
        let report = try await run(fixture, models(fixture), .init(slices: ["colour"]))
        #expect(report.intervals == IntervalMethod(level: 0.95, resamples: 1000, sample: nil))
        let right = try #require(report.selected)
        // 37 of 40 rows, by Wilson.
        let accuracy = try #require(right.intervals?[.accuracy])
        #expect(abs(accuracy.lower - 0.8013576647568946) < 1e-12 && abs(accuracy.upper - 0.9741639742254119) < 1e-12)
        #expect(right.intervals?.all.map(\.metric) == Metric.fitting(.binary) && right.perClass?[1].intervals?[.f1] != nil)
        #expect(report.json["models"]?.array?[2]["intervals"]?["accuracy"]?["lower"]?.double == accuracy.lower)
        #expect(report.slices[0].groups.allSatisfy { $0.intervals?[.accuracy] != nil })
        #expect(try EvaluationReport(report.json, file: "r").json == report.json)
        let wider = try await run(fixture, models(fixture), .init(intervals: .init(level: 0.99)))
        #expect(try #require(wider.selected?.intervals?[.accuracy]).lower < accuracy.lower && wider.intervals?.level == 0.99)
        let none = try await run(fixture, models(fixture), .init(slices: ["colour"], intervals: nil))
        #expect(none.intervals == nil && none.models.allSatisfy { $0.intervals == nil && $0.perClass?[0].intervals == nil })
        #expect(none.slices[0].groups.allSatisfy { $0.intervals == nil } && !none.reason.contains("interval"))
    }

    @Test func twoRunsGiveTheSameReport() async throws {
        let fixture = try await EvaluateFixture()
        let first = try await run(fixture, models(fixture)).json.pretty
        #expect(try await run(fixture, models(fixture)).json.pretty == first)
    }

    @Test func boundsLeaveModelsOut() async throws {
        let fixture = try await EvaluateFixture()
        let bound = Bound(quantity: "size_mb", comparison: .less, limit: 0.003)
        let select = EvaluateConfiguration.Selection(metric: .accuracy, maximize: true, subjectTo: [bound])
        let report = try await run(fixture, models(fixture), .init(select: select))
        #expect(report.selection.model == "baseline")
        let size = try #require(report.json["models"]?.array?[2]["size_mb"]?.double)
        let brief = (size * 1e4).rounded() / 1e4
        #expect(
            report.reason == "`baseline` has the highest accuracy on the validation split, 0.475 (95 % interval 0.3294 to 0.625); "
                + "next is `early` with 0.275; "
                + "`right` was left out: size_mb is \(brief), not < 0.003")
        #expect(report.json["selection"]?["model"] == "baseline")
        #expect(report.json["selection"]?["runner_up"] == "early")
        #expect(report.json["selection"]?["subject_to"] == ["size_mb < 0.003"])
    }

    @Test func aTieGoesToTheSmallerFile() async throws {
        let fixture = try await EvaluateFixture()
        let models = [
            try fixture.candidate("large", EvaluateFixture.classifier(slope: 1, bias: -19.5, padding: 100)),
            try fixture.candidate("small", EvaluateFixture.classifier(slope: 1, bias: -19.5)),
        ]
        let report = try await run(fixture, models)
        #expect(report.selection.model == "small")
        #expect(
            report.reason == "`small` has the highest roc_auc on the validation split, 0.906 (95 % interval 0.7851 to 1), "
                + "as has `large`, whose file is not smaller")
        #expect(report.json["baseline"] == .null)
    }

    @Test func noModelKeepsTheBounds() async throws {
        let fixture = try await EvaluateFixture()
        let bounds = [
            Bound(quantity: "recall", comparison: .atLeast, limit: 0.99),
            Bound(quantity: "log_loss", comparison: .atMost, limit: 0.1),
        ]
        let select = EvaluateConfiguration.Selection(metric: .rocAUC, maximize: true, subjectTo: bounds)
        let models = [try fixture.candidate("flat", EvaluateFixture.constant(0))]
        let text = await failureText { _ = try await run(fixture, models, .init(select: select)) }
        #expect(
            text == """
                error: no model keeps the bounds of `select`
                note: `flat`: recall is 0, not >= 0.99, log_loss is 0.6931, not <= 0.1

                hint: loosen the bounds, or train other models

                """)
    }

    @Test func regression() async throws {
        let fixture = try await EvaluateFixture()
        let models = [
            try fixture.candidate("half", EvaluateFixture.regressor(slope: 1.25)),
            try fixture.candidate("whole", EvaluateFixture.regressor(slope: 2.5)),
        ]
        let report = try await run(fixture, models, schema: fixture.regression)
        #expect(report.selection.model == "whole")
        #expect(report.metrics.members?.map(\.name) == ["rmse", "mae", "r2"])
        #expect(report.metrics["mae"]?.double == 17.5 / 40)
        #expect(report.json["classes"] == nil)
    }

    @Test func metricsThatDoNotFit() async throws {
        let fixture = try await EvaluateFixture()
        let text = await failureText { _ = try await run(fixture, models(fixture), .init(metrics: [.accuracy, .rmse])) }
        #expect(
            text == """
                error: the metric `rmse` is for numbers, and the target `label` is one of classes

                hint: known are `accuracy`, `precision`, `recall`, `f1`, `roc_auc`, `log_loss`, `average_precision`, `brier` and \
                `calibration_error`

                """)
    }

    @Test func aBoundOfAnotherTask() async throws {
        let fixture = try await EvaluateFixture()
        let bound = Bound(quantity: "r2", comparison: .greater, limit: 0)
        let select = EvaluateConfiguration.Selection(metric: .accuracy, maximize: true, subjectTo: [bound])
        let text = await failureText { _ = try await run(fixture, models(fixture), .init(select: select)) }
        #expect(
            text == """
                error: `r2` cannot be bounded here

                hint: known are `accuracy`, `precision`, `recall`, `f1`, `roc_auc`, `log_loss`, `average_precision`, `brier`, \
                `calibration_error`, `size_mb` and `latency_ms`

                """)
    }
}
