import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitEvaluation

/// Where a model is wrong, and what there is to win.
@Suite struct ErrorAnalysisTests {
    /// scipy 1.17's `fisher_exact` with `alternative="greater"`.
    @Test(arguments: [
        (5, 10, 10, 100, 0.0006716277482650501), (1, 10, 10, 100, 0.6695237889132749), (10, 10, 10, 100, 5.776904234533874e-14),
        (30, 100, 60, 1000, 1.5806374496695993e-16),
        (0, 10, 5, 50, 1.0), (3, 3, 3, 4, 0.25),
    ])
    func fisher(found: Int, rows: Int, errors: Int, whole: Int, chance: Double) {
        #expect(abs(RateTest.fisher(found: found, rows: rows, errors: errors, of: whole) - chance) < 1e-10)
    }

    @Test func welch() {
        let chance = RateTest.welch((10, 1.3, 1.3444444444444443), (30, 1, 0.6896551724137931))
        #expect(abs(chance - 0.22479764800206958) < 1e-10)
        #expect(RateTest.welch((5, 1, 0), (5, 0, 0)) == 0 && RateTest.welch((5, 0, 0), (5, 0, 0)) == 1)
    }

    /// 400 rows: `x` is their number, `colour` red, blue or nothing in turn, `label` what `wrong` makes of a model that is right at 200.
    private func evaluated(
        _ errors: EvaluateConfiguration.Errors?, slices: [String] = [], wrong: String, page: Bool = false
    ) async throws -> (EvaluationReport, EvaluateFixture) {
        let fixture = try await EvaluateFixture()
        let path = fixture.scratch.path.appending("rows.parquet")
        try await fixture.write(
            """
            SELECT i AS x, CASE i % 4 WHEN 0 THEN 'red' WHEN 1 THEN 'blue' WHEN 2 THEN 'green' END AS colour,
                CASE WHEN (i >= 200) <> (\(wrong)) THEN 'yes' ELSE 'no' END AS label FROM range(400) t(i)
            """, to: path)
        var outputs = fixture.outputs
        if page { outputs.page = fixture.scratch.path.appending("evaluation.html") }
        let models = [
            try fixture.candidate("baseline", kind: "baseline", EvaluateFixture.constant(-0.1)),
            try fixture.candidate("right", EvaluateFixture.classifier(slope: 1, bias: -199.5)),
        ]
        let report = try await EvaluateStage.run(
            configuration: .init(select: .init(metric: .accuracy, maximize: true), slices: slices, errors: errors, test: false),
            models: models, splits: .init(valid: path, test: nil), schema: fixture.schema, outputs: outputs, context: fixture.context)
        return (report, fixture)
    }

    /// Half of the red rows are wrong: 50 of 100, and of the others every twentieth: 15 of 300.
    private static let redIsWrong =
        "(i % 4 = 0 AND i % 8 = 0) OR (i % 4 <> 0 AND i % 20 = 1) OR (i % 4 <> 0 AND i % 20 = 3) OR (i % 20 = 6)"

    @Test func groupsHaveTheirShares() async throws {
        let (report, _) = try await evaluated(.init(pairs: false, worst: 3), slices: ["colour"], wrong: Self.redIsWrong)
        let errors = try #require(report.errors)
        let wrong = (0..<400).filter { i in (i % 8 == 0) || (i % 4 != 0 && [1, 3].contains(i % 20)) || i % 20 == 6 }
        #expect(errors.rows == 400 && errors.errors == wrong.count && errors.rate == Double(wrong.count) / 400)
        let red = try #require(errors.groups.first)
        let own = wrong.filter { $0 % 4 == 0 }.count
        #expect(red.words == "colour is red" && red.rows == 100 && red.share == 0.25 && red.isWeak)
        #expect(red.rate == Double(own) / 100 && red.shareOfErrors == Double(own) / Double(wrong.count))
        let elsewhere = Double(wrong.count - own) / 300
        #expect(abs(red.rateElsewhere - elsewhere) < 1e-12 && abs(red.ceiling - Double(own) / 400) < 1e-12)
        #expect(abs(red.room - (Double(own) / 100 - elsewhere) / 4) < 1e-12)
        #expect(red.interval == Interval(ShareInterval.wilson(own, of: 100, level: 0.95)))
        #expect(abs(red.chance - RateTest.fisher(found: own, rows: 100, errors: wrong.count, of: 400)) < 1e-15)
        #expect(red.corrected >= red.chance)
        // All groups of a column that was asked for are there, what there is most to win from first.
        #expect(Set(errors.groups.filter { $0.columns == ["colour"] }.map { $0.values[0] }) == ["red", "blue", "green", "missing"])
        #expect(errors.groups.map(\.room) == errors.groups.map(\.room).sorted(by: >))
        #expect(errors.worst.count == 3 && errors.worst.map(\.off) == errors.worst.map(\.off).sorted())
        let worst = try #require(errors.worst.first)
        #expect(worst.truth != worst.answer && worst.values["x"] == "\(worst.row - 1)" && wrong.contains(worst.row - 1))
        #expect(try EvaluationReport(report.json, file: "r").json == report.json)
    }

    /// Nobody asked for columns: what fares worse is found, in one of them or in two together.
    @Test func weakGroupsAreFound() async throws {
        let (alone, _) = try await evaluated(.init(), wrong: Self.redIsWrong)
        #expect(alone.errors?.groups.first?.words == "colour is red" && alone.errors?.groups.allSatisfy(\.isWeak) == true)
        // Of the red rows those from 300 on are wrong, and nothing else.
        let (both, _) = try await evaluated(.init(minRows: 20), wrong: "i % 4 = 0 AND i >= 300")
        let pair = try #require(both.errors?.groups.first { $0.columns.count == 2 })
        #expect(pair.columns == ["x", "colour"] && pair.values == ["300 to 399", "red"] && pair.rows == 25 && pair.rate == 1)
        #expect(pair.isWeak && pair.shareOfErrors == 1 && pair.rateElsewhere == 0 && both.errors?.errors == 25)
        let (large, _) = try await evaluated(.init(minRows: 26), wrong: "i % 4 = 0 AND i >= 300")
        #expect(large.errors?.groups.contains { $0.columns.count == 2 } == false)
    }

    /// Errors that are spread evenly are nobody's.
    @Test func whatIsChanceIsNotFound() async throws {
        let (report, _) = try await evaluated(.init(), wrong: "(i * 37) % 101 < 10")
        let errors = try #require(report.errors)
        #expect(errors.groups.isEmpty && errors.searched == 8 && (errors.errors ?? 0) > 20)
        let (none, _) = try await evaluated(nil, wrong: "i % 8 = 0")
        #expect(none.errors == nil)
    }

    @Test func numbersAreOffByMuch() throws {
        let truth = (0..<200).map(Double.init)
        let predicted = truth.map { $0 + ($0.truncatingRemainder(dividingBy: 4) == 0 ? 10 : 1) * (Int($0) % 3 == 0 ? -1 : 1) }
        let text = TextColumn(categories: ["a", "b", "c", "d"], codes: (0..<200).map { Int32($0 % 4) })
        let schema = TableSchema(
            columns: [ColumnSchema(name: "g", type: .text, nullable: true), ColumnSchema(name: "y", type: .number)], target: "y")
        let table = Table(columns: [.init(name: "g", values: .text(text)), .init(name: "y", values: .numeric(truth))], rowCount: 200)
        let analysis = ErrorMeasuring(table, schema, .numbers(truth), .numbers(predicted), .init(worst: 2), level: 0.95)
            .analysis(tags: try SliceMeasuring([], table, schema))
        #expect(analysis.errors == nil && abs(analysis.rate - ((100.0 + 3) / 4).squareRoot()) < 1e-9)
        let group = try #require(analysis.groups.first)
        #expect(analysis.groups.count == 1 && group.words == "g is a" && group.isWeak)
        #expect(group.rate == 10 && abs(group.rateElsewhere - 1) < 1e-9)
        #expect(abs(group.shareOfErrors - 100.0 / 103) < 1e-9 && abs(group.room - (analysis.rate - 1)) < 1e-9 && !group.interval.isKnown)
        #expect(analysis.worst.map { abs($0.off) } == [10, 10])
        #expect(analysis.worst.map(\.row) == [1, 5] && analysis.worst[0].values == ["g": "a"])
    }

    // MARK: The page

    @Test func thePageHasItAll() async throws {
        let (report, fixture) = try await evaluated(.init(worst: 2), slices: ["colour"], wrong: Self.redIsWrong, page: true)
        let text = try LocalFileSystem().readText(fixture.scratch.path.appending("evaluation.html"))
        let accuracy = try #require(report.selected?.metrics[.accuracy])
        for part in [
            "<title>Evaluation of label</title>", "<strong>right</strong>", "<strong>\(accuracy.briefFigure())</strong>",
            "against the baseline<", "better beyond chance", "Models on the validation split", "ROC: true positive rate",
            "Precision by recall", "How probabilities come true", "What the highest scores find", "<td>colour is red</td>",
            "Rows that are wrong by most",
            "prefers-color-scheme: dark", "How this was found",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("<script") && !text.contains("src=") && !text.contains("href="))
    }
}
