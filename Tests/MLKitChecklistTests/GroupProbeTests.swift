import MLKitChecklist
import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTestSupport
import Testing

/// Groups of rows and folds, by the reports as stages write them.
@Suite struct GroupProbeTests {
    private static let path = "reports/evaluation.json"

    private static func group(_ value: String, _ accuracy: Double, rows: Int = 40) -> EvaluationReport.Group {
        EvaluationReport.Group(value: value, rows: rows, metrics: MetricValues([.accuracy: accuracy]))
    }

    private static func fairness(
        _ gaps: [(String, Double)], allowed: Double = 0.1, metric: Metric = .accuracy) -> EvaluationReport.Fairness {
        var fairness = EvaluationReport.Fairness()
        let widest = gaps.filter { !$0.1.isNaN }.max { $0.1 < $1.1 }
        (fairness.metric, fairness.maxGap, fairness.gap, fairness.column) = (metric, allowed, widest?.1 ?? .nan, widest?.0)
        fairness.gaps = gaps.map { EvaluationReport.ColumnGap(column: $0.0, gap: $0.1) }
        return fairness
    }

    static func evaluation(
        _ fairness: EvaluationReport.Fairness? = nil, groups: [EvaluationReport.Group] = [], on split: MeasuredSplit = .test
    ) -> String {
        var report = EvaluationReport()
        (report.task, report.target, report.rows) = (.binary, "y", 80)
        (report.split, report.selection.split) = (split, split)
        report.models = [EvaluationReport.Model(name: "trees", kind: "trees", sizeBytes: 1, metrics: MetricValues([.accuracy: 0.9]),
            differenceToBaseline: nil)]
        (report.selection.model, report.fairness) = ("trees", fairness)
        if !groups.isEmpty { report.slices = [EvaluationReport.Slice(column: "sex", groups: groups, gaps: MetricValues())] }
        return report.json.pretty
    }

    static let fair = evaluation(fairness([("sex", 0.04), ("race", 0.08)]))
    static let unfair = evaluation(fairness([("sex", 0.04), ("race", 0.2)]))
    static let incomparable = evaluation(fairness([("sex", 0.04), ("race", .nan)]))
    static let sliced = evaluation(groups: [group("f", 0.9), group("m", 0.8)])
    static let lone = evaluation(groups: [group("f", 0.9), group("m", .nan)])

    private func verdict(_ probe: String, _ report: String) async throws -> ProbeVerdict {
        try await ProbeProject(ReportProbeTests.spec, [Self.path: report]).verdict(probe)
    }

    @Test func groupsKeepTheBound() async throws {
        let fair = try await verdict("fairness: {}", Self.fair)
        #expect(fair.passes && fair.message == "\(Self.path): accuracy of the groups of `race` differs by 0.08, at most 0.1")
        let unfair = try await verdict("fairness: {}", Self.unfair)
        #expect(
            unfair.outcome == .failed && unfair.message == "\(Self.path): accuracy of the groups of `race` differs by 0.2, more than 0.1")
        #expect(try await verdict("fairness: {max_gap: 0.05}", Self.fair).outcome == .failed)
        #expect(try await verdict("fairness: {max_gap: 0.2}", Self.unfair).passes)
        let silent = try await verdict("fairness: {}", Self.sliced)
        #expect(silent.outcome == .failed)
        #expect(silent.message == "\(Self.path): nothing was asked of groups: set `slices` and `fairness` of the stage `evaluate`")
    }

    /// What asks for nothing proves nothing.
    @Test func aBoundThatNothingCanBreakIsNone() async throws {
        let idle = try await verdict("fairness: {}", Self.evaluation(Self.fairness([("sex", 0.04)], allowed: 1)))
        #expect(idle.outcome == .failed && idle.message == "\(Self.path): `max_gap` is 1, and groups cannot differ by more in accuracy")
        #expect(try await verdict("fairness: {}", Self.evaluation(Self.fairness([("sex", 0.5)], allowed: 1, metric: .rmse))).passes)
        let unsure = try await verdict("fairness: {}", Self.incomparable)
        #expect(unsure.outcome == .unknown && unsure.message == "\(Self.path): no two groups of `race` can be compared by accuracy")
    }

    @Test func groupsAreMeasured() async throws {
        let sliced = try await verdict("evaluation: slices", Self.sliced)
        #expect(sliced.passes && sliced.message == "\(Self.path): 2 groups of `sex` were measured")
        #expect(try await verdict("evaluation: slices", Self.evaluation()).outcome == .failed)
        #expect(try await verdict("evaluation: slices", Self.lone).outcome == .unknown)
        #expect(try await verdict("evaluation: slices", Self.evaluation(groups: [Self.group("f", 0.9)])).outcome == .unknown)
        #expect(
            try await verdict("evaluation: slices", Self.evaluation(groups: [Self.group("f", 0.9), Self.group("m", 0.9, rows: 0)])).outcome
                == .unknown)
    }

    static func training(_ name: String, folds: [Double]?) -> String {
        var report = TrainingReport()
        (report.model, report.kind, report.algorithm, report.task, report.target) = (name, name, "a", .binary, "y")
        guard let folds else { return report.json.pretty }
        report.folds = folds.map { TrainingReport.Fold(rows: 10, metrics: MetricValues([.accuracy: $0])) }
        let isDefined = !folds.contains(where: \.isNaN)
        report.foldMean = MetricValues(isDefined ? [.accuracy: 0.8] : [:])
        report.foldDeviation = MetricValues(isDefined ? [.accuracy: 0.1] : [:])
        return report.json.pretty
    }

    static func trained(_ baseline: [Double]?, _ trees: [Double]?) -> ProbeFixture {
        ProbeFixture(files: [
            "models/baseline/metrics.json": training("baseline", folds: baseline),
            "models/trees/metrics.json": training("trees", folds: trees),
        ])
    }

    @Test func foldsAreMeasured() async throws {
        let project = try ProbeProject(ReportProbeTests.spec, Self.trained([0.7, 0.9], [0.7, 0.9]).files)
        let verdict = try await project.verdict("cross_validation: used")
        #expect(verdict.passes)
        #expect(
            verdict.message.hasPrefix("models/baseline/metrics.json: accuracy is 0.8 on 2 folds, give or take 0.1"), "\(verdict.message)")
        // Each model of a stage is measured, or none is.
        let half = try await ProbeProject(ReportProbeTests.spec, Self.trained([0.7, 0.9], nil).files).verdict("cross_validation: used")
        #expect(half.outcome == .failed
            && half.message == "models/trees/metrics.json: it has no folds: set `cross_validation` of the stage `train`")
        project.stale = ["train.trees": "its data changed"]
        #expect(try await project.outcome("cross_validation: used") == .unknown)
    }

    /// In a clone the reports of training are not there, and the evaluation's says what models were compared on.
    @Test func selectingOnFoldsIsEnough() async throws {
        let project = try ProbeProject(ReportProbeTests.spec, [Self.path: Self.evaluation(on: .folds)])
        let verdict = try await project.verdict("cross_validation: used")
        #expect(verdict.passes && verdict.message == "reports/evaluation.json: models were compared on folds of 80 rows",
            "\(verdict.message)")
        let other = try ProbeProject(ReportProbeTests.spec, [Self.path: Self.evaluation(on: .valid)])
        #expect(try await other.outcome("cross_validation: used") == .unknown)
    }

    /// One stage that is measured so is enough: a small model beside it need not be.
    @Test func oneStageWithFoldsIsEnough() async throws {
        let other = "  plain: {kind: train, data: '${stages.ingest}', seed: 1, model: {kind: baseline, name: plain}}\n"
        let texts = Self.trained([0.7, 0.9], [0.7, 0.9]).files.merging(["models/plain/metrics.json": Self.training("plain", folds: nil)]) {
            $1
        }
        #expect(try await ProbeProject(ReportProbeTests.spec + other, texts).outcome("cross_validation: used") == .passed)
    }
}
