import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitEvaluation

/// How groups of rows are treated. Expected values are fairlearn 0.15's, and statsmodels 0.15's for the interval of a difference.
@Suite struct ParityTests {
    private static let rows = Array(0..<400)
    private static let truth = rows.map { ($0 * 7) % 10 < 4 ? 1 : 0 }
    private static let predicted = rows.map { ($0 * 13) % 11 < 5 || truth[$0] == 1 && ($0 * 3) % 5 < 3 ? 1 : 0 }
    private static let sex = rows.map { ($0 * 5) % 7 % 2 == 0 ? "f" : "m" }
    private static let race = rows.map { ["a", "b", "c"][($0 * 11) % 13 % 3] }

    private func groups(_ values: [[String]]) -> [(values: [String], rows: [Int])] {
        Dictionary(grouping: Self.rows) { row in values.map { $0[row] } }.sorted { $0.key.joined() < $1.key.joined() }
            .map { (values: $0.key, rows: $0.value) }
    }

    private func gaps(_ values: [[String]]) -> [FairnessCriterion: EvaluationReport.ParityGap] {
        let measuring = ParityMeasuring(truth: Self.truth, predicted: Self.predicted, level: 0.95, minRows: 1)
        return Dictionary(uniqueKeysWithValues: measuring.parity(["x"], groups(values)).gaps.map { ($0.criterion, $0) })
    }

    @Test func differencesAndRatiosAreThoseOfFairlearn() throws {
        let expected: [([[String]], [FairnessCriterion: (Double, Double)])] = [
            (
                [Self.sex],
                [
                    .demographicParity: (0.015015705201869345, 0.9739500265816055),
                    .equalOpportunity: (0.03710781971651533, 0.9503410059676045),
                    .equalizedOdds: (0.03710781971651533, 0.9503410059676045),
                    .predictiveParity: (0.004734848484848508, 0.9908088235294117),
                ]
            ),
            (
                [Self.race],
                [
                    .demographicParity: (0.016260162601625994, 0.971830985915493),
                    .equalOpportunity: (0.0540983606557377, 0.9282608695652174),
                    .equalizedOdds: (0.0540983606557377, 0.9282608695652174), .predictiveParity: (0.015685019206145956, 0.969993876301286),
                ]
            ),
            (
                [Self.sex, Self.race],
                [
                    .demographicParity: (0.07547169811320753, 0.875), .equalOpportunity: (0.1316098707403055, 0.8320839580209896),
                    .equalizedOdds: (0.1316098707403055, 0.8320839580209896), .predictiveParity: (0.0854700854700855, 0.846743295019157),
                ]
            ),
        ]
        for (values, criteria) in expected {
            let found = gaps(values)
            for (criterion, figures) in criteria {
                let gap = try #require(found[criterion])
                #expect(abs(gap.difference - figures.0) < 1e-12)
                #expect(abs(gap.ratio - figures.1) < 1e-12, "\(values.count) \(criterion) \(gap)")
                #expect(gap.interval.lower <= gap.difference && gap.difference <= gap.interval.upper)
            }
        }
    }

    @Test(arguments: [
        ((30, 50), (20, 45), -0.04387373336736827, 0.3388451964360451), ((0, 10), (3, 12), -0.5323053349335658, 0.0708804156994084),
    ])
    func differencesHaveNewcombesInterval(one: (Int, Int), other: (Int, Int), lower: Double, upper: Double) throws {
        let found = try #require(ShareInterval.difference((one.0, one.1), (other.0, other.1), level: 0.95))
        #expect(abs(found.lowerBound - lower) < 1e-9 && abs(found.upperBound - upper) < 1e-9, "\(found)")
        #expect(ShareInterval.difference((0, 0), (1, 2), level: 0.95) == nil)
    }

    /// The larger of both differences counts: here that of the rows of the first class.
    @Test func oddsAreOfBothClasses() throws {
        let (truth, predicted) = ([1, 1, 0, 0, 1, 1, 0, 0], [1, 0, 0, 0, 1, 0, 1, 1])
        let measuring = ParityMeasuring(truth: truth, predicted: predicted, level: 0.95, minRows: 1)
        let parity = measuring.parity(["g"], [(["a"], [0, 1, 2, 3]), (["b"], [4, 5, 6, 7])])
        let odds = try #require(parity.gaps.first { $0.criterion == .equalizedOdds })
        #expect(odds.difference == 1 && odds.highest == "b" && odds.lowest == "a" && odds.ratio == 0)
        #expect(parity.gaps.first { $0.criterion == .equalOpportunity }?.difference == 0)
        #expect(parity.groups[0].falsePositiveRate.value == 0 && parity.groups[1].falsePositiveRate.value == 1)
        #expect(parity.groups[1].precision.value == 1.0 / 3 && parity.groups[0].selectionRate.value == 0.25)
        // A group without rows of a class is not compared by them, and one of too few rows by nothing.
        let lone = measuring.parity(["g"], [(["a"], [0, 1]), (["b"], [4, 5, 6, 7])])
        #expect(lone.gaps.first { $0.criterion == .equalizedOdds }?.difference.isNaN == true)
        let strict = ParityMeasuring(truth: truth, predicted: predicted, level: 0.95, minRows: 4)
        let small = strict.parity(["g"], [(["a"], [0, 1, 2]), (["b"], [4, 5, 6, 7])])
        #expect(small.groups.map(\.isSmall) == [true, false] && small.gaps.allSatisfy { $0.difference.isNaN })
    }

    // MARK: As a bound

    private func run(_ fairness: EvaluateConfiguration.Fairness, slices: [String] = []) async throws -> EvaluationReport {
        let fixture = try await EvaluateFixture()
        let models = [
            // Takes half of the red and half of the blue rows.
            try fixture.candidate("even", EvaluateFixture.classifier(slope: 1, bias: -19.5)),
            try fixture.candidate("none", EvaluateFixture.classifier(slope: 0, bias: -1)),
        ]
        let split = fixture.scratch.path.appending("skewed.parquet")
        // Rows up to 29 are red, the others blue.
        try await fixture.write(
            """
            SELECT i AS x, CASE WHEN i < 30 THEN 'red' ELSE 'blue' END AS colour,
                CASE WHEN i >= 20 THEN 'yes' ELSE 'no' END AS label FROM range(40) t(i)
            """, to: split)
        return try await EvaluateStage.run(
            configuration: .init(select: .init(metric: .accuracy, maximize: true), slices: slices, fairness: fairness, test: false),
            models: models, splits: .init(valid: split, test: nil), schema: fixture.schema, outputs: fixture.outputs,
            context: fixture.context)
    }

    /// A third of the red rows and all blue ones are taken for `yes`: two thirds apart.
    @Test func aCriterionLeavesModelsOut() async throws {
        let wide = try await run(.init(maxGap: 0.67, criterion: .demographicParity, protected: ["colour"]))
        #expect(wide.selection.model == "even" && wide.fairness?.criterion == .demographicParity && wide.fairness?.column == "colour")
        #expect(wide.fairness.map { abs($0.gap - 2.0 / 3) < 1e-12 } == true && wide.slices.isEmpty)
        #expect(wide.parity.map(\.columns) == [["colour"]] && wide.parity[0].groups.map(\.name) == ["blue", "red"])
        let narrow = try await run(.init(maxGap: 0.66, criterion: .demographicParity), slices: ["colour"])
        #expect(narrow.selection.model == "none")
        #expect(
            narrow.selection.leftOut.map(\.reason) == ["demographic_parity of the groups of `colour` differs by 0.6667, more than 0.66"])
        #expect(try EvaluationReport(narrow.json, file: "r").json == narrow.json)
    }

    @Test func valuesTogetherTellGroupsApart() async throws {
        let report = try await run(.init(maxGap: 1, criterion: .demographicParity, protected: ["colour", "x"], intersections: true))
        #expect(report.parity.map(\.columns) == [["colour"], ["x"], ["colour", "x"]])
        #expect(report.parity[2].groups.map(\.name) == ["blue, 30 to 39", "red, 0 to 9", "red, 10 to 19", "red, 20 to 29"])
        #expect(report.parity[2].groups.map(\.rows) == [10, 10, 10, 10])
        #expect(report.fairness?.gaps.map(\.column) == ["colour", "x", "colour, x"])
    }
}
