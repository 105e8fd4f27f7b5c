import MLKitReports
import MLKitSignature
import Testing

@testable import MLKitTables

/// What is said against a split, and from where on.
@Suite struct SplitVerdictsTests {
    private func report(rows: Int, test: Int, shared: Int? = nil, rare: Int? = nil, columns: [(String, Int)] = []) -> DataReport {
        var report = DataReport()
        report.target = "label"
        report.task = .binary
        report.rows.kept = rows
        report.split.sharedRows = shared
        let few = rare ?? rows / 2
        report.splits = [
            .init(name: "train", rows: rows - test, of: rows, classes: [("no", rows - test - few), ("yes", few)]),
            .init(name: "test", rows: test, of: rows, classes: [("no", test), ("yes", 0)]),
        ]
        report.columns = columns.map { name, distinct in
            var column = DataReport.Column(name: name, type: .integer)
            column.distinct = distinct
            return column
        }
        return report
    }

    private func beginnings(_ report: DataReport) -> [String] {
        warnings(report).map { $0.split(separator: " ").prefix(4).joined(separator: " ") }
    }

    private func warnings(_ report: DataReport) -> [String] {
        let label = ColumnSchema(name: "label", type: .text, categories: ["no", "yes"])
        let schema = TableSchema(columns: [ColumnSchema(name: "x", type: .integer), label], target: "label")
        return SplitVerdicts(report, schema).warnings
    }

    @Test func aSmallTestSplit() {
        #expect(beginnings(report(rows: 1000, test: 100)) == [] && beginnings(report(rows: 1000, test: 99)) == ["the test split has"])
        // 98 by the root of 99 is 9.85, by that of 80 it is 10.96.
        for (rows, points) in [(99, 10), (98, 10), (80, 11), (25, 20), (1, 98)] {
            #expect(warnings(report(rows: 1000, test: rows)).first?.contains("may be off by up to \(points) points;") == true)
        }
    }

    @Test func rowsInSeveralParts() {
        #expect(beginnings(report(rows: 1000, test: 100, shared: 10)) == [])
        #expect(beginnings(report(rows: 1000, test: 100, shared: 11)) == ["11 of 1000 rows"])
        // A thousand rows of a thousand combinations of values have to be alike.
        #expect(beginnings(report(rows: 1000, test: 100, shared: 900, columns: [("x", 500), ("z", 2)])) == [])
        #expect(beginnings(report(rows: 1000, test: 100, shared: 900, columns: [("x", 501), ("z", 2)])) == ["900 of 1000 rows"])
    }

    @Test func aRareClass() {
        #expect(beginnings(report(rows: 1000, test: 100, rare: 50)) == [])
        #expect(beginnings(report(rows: 1000, test: 100, rare: 49)) == ["the class `yes` is"])
        // Of a hundred rows on.
        #expect(beginnings(report(rows: 100, test: 100, rare: 0)) == ["the class `yes` is"])
        #expect(beginnings(report(rows: 99, test: 99, rare: 0)) == ["the test split has"])
        // 27 of 1100 are 2.4545 %.
        #expect(warnings(report(rows: 1100, test: 100, rare: 27)).first?.hasPrefix("the class `yes` is 2.5 % of the rows") == true)
        #expect(warnings(report(rows: 1100, test: 100, rare: 26)).first?.hasPrefix("the class `yes` is 2.4 % of the rows") == true)
    }

    @Test func classesOfFewRowsAmongSeveral() {
        func warnings(_ few: Int, inTest: Int = 0) -> [String] {
            var report = report(rows: 1000, test: 200)
            report.splits = [
                .init(name: "train", rows: 800, of: 1000, classes: [("a", 400), ("b", 400 - few + inTest), ("c", few - inTest)]),
                .init(name: "test", rows: 200, of: 1000, classes: [("a", 100), ("b", 100 - inTest), ("c", inTest)]),
            ]
            let label = ColumnSchema(name: "label", type: .text, categories: ["a", "b", "c"])
            let schema = TableSchema(columns: [ColumnSchema(name: "x", type: .integer), label], target: "label")
            return SplitVerdicts(report, schema).warnings
        }
        #expect(warnings(10) == [] && warnings(0) == [])
        #expect(warnings(3).first?.hasPrefix("a class has fewer than 10 rows, `c` (3 rows); not each is in `test`: models neither") == true)
        #expect(warnings(9, inTest: 2).first?.hasPrefix("a class has fewer than 10 rows, `c` (9 rows): models neither") == true)
    }

    /// What ends never is no time that rows came at.
    @Test func aDateThatStandsForNoneIsNoTime() {
        func isSaid(_ latest: String) -> Bool {
            var report = report(rows: 1000, test: 100)
            var column = DataReport.Column(name: "until", type: .date)
            column.latest = latest
            report.columns = [column]
            let label = ColumnSchema(name: "label", type: .text, categories: ["no", "yes"])
            let schema = TableSchema(columns: [ColumnSchema(name: "until", type: .date), label], target: "label")
            return SplitVerdicts(report, schema).times != nil
        }
        #expect(isSaid("2024-12-31") && !isSaid("9999-12-31"))
    }

    /// Twenty values at least, each in more than one row, but not so few that they are no groups.
    @Test func groupsThatAreTornApart() {
        func isSaid(_ distinct: Int, _ rows: Int, name: String = "patient_id") -> Bool {
            beginnings(report(rows: rows, test: 100, columns: [(name, distinct)])) == ["rows of one `\(name)`"]
        }
        #expect(isSaid(20, 1000) && !isSaid(19, 1000) && isSaid(899, 1000) && !isSaid(900, 1000))
        #expect(isSaid(20, 4000) && isSaid(20, 4019) && !isSaid(20, 4020))
        #expect(isSaid(20, 1000, name: "patient") && isSaid(20, 1000, name: "Kunden-Nr") && !isSaid(20, 1000, name: "patient_age"))
    }
}
