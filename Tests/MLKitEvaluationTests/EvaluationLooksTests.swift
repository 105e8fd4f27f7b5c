import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitEvaluation

/// What `importance`, `robustness` and `latency_ms` ask of an evaluation.
@Suite struct EvaluationLooksTests {
    private func evaluated(
        _ change: (inout EvaluateConfiguration) -> Void, page: Bool = false
    ) async throws -> (EvaluationReport, EvaluateFixture) {
        let fixture = try await EvaluateFixture()
        let path = try await fixture.split("valid", threshold: 20)
        var configuration = EvaluateConfiguration(select: .init(metric: .accuracy, maximize: true), test: false)
        change(&configuration)
        var outputs = fixture.outputs
        if page { outputs.page = fixture.scratch.path.appending("evaluation.html") }
        let models = [
            try fixture.candidate("baseline", kind: "baseline", EvaluateFixture.constant(-0.1)),
            try fixture.candidate("right", EvaluateFixture.classifier(slope: 1, bias: -19.5)),
        ]
        let report = try await EvaluateStage.run(
            configuration: configuration, models: models, splits: .init(valid: path, test: nil), schema: fixture.schema, outputs: outputs,
            context: fixture.context)
        return (report, fixture)
    }

    @Test func theSelectedModelOwesToItsColumns() async throws {
        let (report, fixture) = try await evaluated({ $0.importance = .init(repeats: 30) }, page: true)
        let found = try #require(report.importance)
        // The model takes `x` alone. Shuffled, every second row is right by chance.
        #expect(found.columns.map(\.column) == ["x"] && found.metric == .accuracy && found.value == 1 && found.rows == 40)
        #expect(found.columns[0].loss > 0.4 && found.columns[0].loss < 0.6)
        #expect(found.columns[0].interval.lower > 0.4 && found.columns[0].interval.upper < 0.6)
        #expect(try EvaluationReport(report.json, file: "r").json == report.json)
        let page = try fixture.scratch.read("evaluation.html")
        #expect(
            page.contains("What the model owes to columns, by the validation split") && !page.contains("On rows that are not as they were"))
    }

    @Test func rowsThatAreNotAsTheyWere() async throws {
        let (report, fixture) = try await evaluated({ $0.robustness = .init() }, page: true)
        let found = try #require(report.robustness)
        #expect(found.value == 1 && found.rows == 40)
        // The model takes no text, so that there is none that nobody has seen.
        #expect(found.cases.map(\.disturbance) == [.noise, .noise, .missing, .missing, .outside])
        #expect(found.cases.allSatisfy { $0.loss >= 0 && abs($0.loss - $0.changed) < 1e-12 && abs($0.value + $0.loss - 1) < 1e-12 })
        #expect(found.cases[0].loss <= found.cases[1].loss && found.cases[2].loss <= found.cases[3].loss && found.cases[3].loss > 0)
        #expect(try EvaluationReport(report.json, file: "r").json == report.json)
        #expect(try fixture.scratch.read("evaluation.html").contains("10 % of the values are missing"))
    }

    @Test func columnsOfOneSortHaveEachOthersValues() throws {
        let rows = 1000
        let numbers = (
            0..<3).map { column in Table.NamedColumn(name: "n\(column)", values: .numeric((0..<rows).map { Double($0 * 3 + column) })) }
        let texts = (0..<2).map { column in
            Table.NamedColumn(
                name: "t\(column)",
                values: .text(TextColumn(categories: column == 0 ? ["a", "b"] : ["b", "c"], codes: (0..<rows).map { Int32($0 % 3 - 1) })))
        }
        let table = Table(columns: numbers + texts, rowCount: rows)
        let disturbing = RowDisturbing(metric: .rmse, mostRows: rows, seed: 1)
        let swapped = disturbing.disturbed(table, .swapped, 0.3)
        func values(_ table: Table, _ row: Int) -> ([Double], [String?]) {
            let cells = table.columns.map(\.values)
            return (
                cells.compactMap { if case .numeric(let values) = $0 { values[row] } else { nil } },
                cells.compactMap { if case .text(let texts) = $0 { .some(texts[row]) } else { nil } }
            )
        }
        var (changed, moved) = (0, 0)
        for row in 0..<rows {
            let (before, after) = (values(table, row), values(swapped, row))
            #expect(before.0 == after.0.sorted() && Set(before.1) == Set(after.1))
            let differing = zip(before.0, after.0).count { $0 != $1 }
            #expect(differing == 0 || differing == 2)
            changed += differing / 2
            moved += before.1 == after.1 ? 0 : 1
        }
        // In a third of the rows both texts are missing.
        #expect(changed > 250 && changed < 350 && moved > 150 && moved < 250)
        // One column of a sort has none to be swapped with.
        let alone = table.columns(["n0", "t0"])
        #expect(values(disturbing.disturbed(alone, .swapped, 1), 5) == values(alone, 5))
    }

    @Test func nobodyAsked() async throws {
        let (report, _) = try await evaluated { _ in }
        #expect(report.importance == nil && report.robustness == nil && report.json["importance"] == nil && report.selected?.latency == nil)
    }

    @Test func aModelIsBoundByHowLongItTakes() async throws {
        let kept = Bound(quantity: Bound.latencyName, comparison: .less, limit: 1e6)
        let (report, _) = try await evaluated { $0.select?.subjectTo = [kept] }
        #expect(report.selection.model == "right" && (report.selected?.latency ?? 0) > 0)
        let failure = try await failureOf {
            _ = try await evaluated { $0.select?.subjectTo = [Bound(quantity: Bound.latencyName, comparison: .less, limit: 0)] }
        }
        #expect(failure.contains("latency_ms is ") && failure.contains(", not < 0"))
        #expect(Bound("latency_ms <= 2.5")?.limit == 2.5)
    }

    private func failureOf(_ body: () async throws -> Void) async throws -> String {
        do { try await body() } catch { return "\(error)" }
        return ""
    }

    @Test func aMetricHasToFit() async throws {
        await #expect(throws: Failure.self) { _ = try await evaluated { $0.importance = .init(metric: .rmse) } }
        await #expect(throws: Failure.self) { _ = try await evaluated { $0.robustness = .init(metric: .r2) } }
    }

    /// What is done to numbers and texts is what is said.
    @Test func disturbancesAreWhatTheySay() {
        let rows = Table(
            columns: [
                .init(name: "x", values: .numeric((0..<1000).map { Double($0) })),
                .init(name: "t", values: .text(TextColumn(categories: ["a"], codes: (0..<1000).map { $0 % 10 == 0 ? -1 : 0 }))),
            ], rowCount: 1000)
        let disturbing = RowDisturbing(metric: .rmse, mostRows: 10, seed: 4)
        func column(_ disturbance: EvaluationReport.Disturbance, _ strength: Double, _ name: String) -> Column? {
            disturbing.disturbed(rows, disturbance, strength)[name]
        }
        guard case .numeric(let noisy)? = column(.noise, 0.1, "x"), case .numeric(let missing)? = column(.missing, 0.3, "x"),
            case .numeric(let outside)? = column(.outside, 0.1, "x"), case .text(let unseen)? = column(.unseen, 0.3, "t"),
            case .text(let gone)? = column(.missing, 0.3, "t")
        else {
            Issue.record("other columns")
            return
        }
        let errors = noisy.enumerated().map { $1 - Double($0) }
        let deviation = (errors.reduce(0) { $0 + $1 * $1 } / 1000).squareRoot()
        #expect(deviation > 26 && deviation < 32 && abs(errors.reduce(0, +) / 1000) < 3)
        #expect((250...350).contains(missing.count { $0.isNaN }) && (70...130).contains(outside.count { $0 == -999 || $0 == 1998 }))
        #expect(outside.enumerated().allSatisfy { $1 == Double($0) || $1 == -999 || $1 == 1998 })
        #expect((210...330).contains(unseen.codes.count { $0 == 1 }) && unseen.categories[1] == RowDisturbing.unseen)
        #expect(unseen.codes.count { $0 < 0 } == 100 && (320...420).contains(gone.codes.count { $0 < 0 }))
    }
}
