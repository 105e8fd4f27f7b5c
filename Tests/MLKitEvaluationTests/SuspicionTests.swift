import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitEvaluation

/// Figures that are too good to be true, and what they are owed to.
@Suite struct SuspicionTests {
    /// Rows of which `label` is `yes` from the middle of `x` on, but for some that are wrong.
    private func run(
        rows: Int, wrong: Int = 0, _ configuration: EvaluateConfiguration = .init(test: false)
    ) async throws -> EvaluationReport {
        let fixture = try await EvaluateFixture()
        let path = fixture.scratch.path.appending("valid.parquet")
        let query = """
            SELECT i AS x, CASE WHEN i % 2 = 0 THEN 'red' ELSE 'blue' END AS colour,
                CASE WHEN (i >= \(rows / 2)) <> (i < \(wrong)) THEN 'yes' ELSE 'no' END AS label FROM range(\(rows)) t(i)
            """
        try await fixture.write(query, to: path)
        let models = [
            try fixture.candidate("baseline", kind: "baseline", EvaluateFixture.constant(-0.1)),
            try fixture.candidate("half", EvaluateFixture.classifier(slope: 1, bias: 0.5 - Float(rows / 2))),
        ]
        return try await EvaluateStage.run(
            configuration: configuration, models: models, splits: .init(valid: path, test: nil), schema: fixture.schema,
            outputs: fixture.outputs, context: fixture.context)
    }

    @Test func aPerfectFigureIsOwedToAColumn() async throws {
        let report = try await run(rows: 200)
        let suspicion = try #require(report.suspicion)
        #expect(suspicion.split == .valid && suspicion.metric == .accuracy && suspicion.value == 1 && !suspicion.isExpected)
        #expect(suspicion.columns.map(\.column) == ["x"] && abs(suspicion.columns[0].value - 0.5) < 0.15)
        let words = try #require(report.doubts.first)
        #expect(words.hasPrefix("`half` is right nearly always on the validation split: accuracy is 1, and 0."))
        #expect(
            words.hasSuffix(
                " where the values of `x` are shuffled: if that is known only after the target, add it to `clean.drop`; if the task is as easy "
                    + "as that, `perfect: true` in the stage says so"), "\(words)")
    }

    @Test func whatIsKnownToBeRightIsNotWarnedOf() async throws {
        var configuration = EvaluateConfiguration(test: false)
        configuration.perfect = true
        let report = try await run(rows: 200, configuration)
        #expect(report.suspicion?.isExpected == true && report.doubts.isEmpty)
    }

    /// Of fewer than 50 rows all are right by chance; 198 of 200 are not nearly all.
    @Test func othersAreNotQuestioned() async throws {
        #expect(try await run(rows: 48).suspicion == nil)
        let report = try await run(rows: 200, wrong: 2)
        #expect(report.suspicion == nil && !report.doubts.contains { $0.contains("nearly always") })
    }

    @Test func figuresAreNearlyPerfectFromTheirBoundsOn() {
        func metric(_ values: [Metric: Double], rows: Int = 50, _ confusion: [[Int]]? = nil) -> Metric? {
            NearPerfection.metric(of: MetricValues(values), rows: rows, confusion: confusion)
        }
        #expect(metric([.r2: 0.999]) == .r2 && metric([.r2: 0.9989]) == nil && metric([.r2: .nan]) == nil && metric([.r2: 1], rows: 49) == nil)
        #expect(metric([.rocAUC: 0.999, .accuracy: 0.9]) == .rocAUC && metric([.subsetAccuracy: 1]) == .subsetAccuracy)
        // Who always says the other class is right as often.
        #expect(metric([.accuracy: 0.9991], rows: 10_000, [[9990, 0], [9, 1]]) == nil)
        #expect(metric([.accuracy: 1], rows: 10_000, [[9990, 0], [0, 10]]) == .accuracy)
        #expect(metric([.accuracy: 1], rows: 100, [[100, 0], [0, 0]]) == nil)
    }
}
