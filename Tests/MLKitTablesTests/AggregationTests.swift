import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// Values that are made coarser, so that fewer of them name a person.
@Suite("Data stage: coarser values") struct AggregationTests {
    @Test(arguments: [(37.0, 30.0), (30, 30), (39.9, 30), (40, 40), (0, 0), (-1, -10), (-10, -10), (-10.5, -20)])
    func numbersBecomeTheLowerEndOfTheirBand(_ value: Double, _ band: Double) {
        #expect(Aggregation.band(10).number(value) == band)
        #expect(Aggregation.band(10).number(band) == band)
        if let whole = Int64(exactly: value) { #expect(Aggregation.band(10).whole(whole) == Int64(band)) }
    }

    @Test func theEndsOfWholeNumbersAreKept() {
        #expect(Aggregation.band(10).whole(.max) == Int64.max - 7)
        #expect(Aggregation.band(10).whole(.min) == Int64.min + 8)
        #expect(Aggregation.band(2).number(.infinity) == .infinity && Aggregation.band(2).number(.nan).isNaN)
    }

    @Test(arguments: [("10115", "101"), ("10", "10"), ("", ""), ("äöüß", "äöü"), ("e\u{301}abc", "e\u{301}ab")])
    func textsBecomeTheirFirstCharacters(_ text: String, _ short: String) {
        #expect(Aggregation.prefix(3).text(text) == short)
        var text = text
        let bytes = text.withUTF8 { Aggregation.prefix(3).changed($0) ?? Array($0) }
        #expect(String(decoding: bytes, as: UTF8.self) == short)
    }

    @Test func daysBecomeTheFirstOfTheirPeriod() throws {
        func days(_ text: String) throws -> Int64 { try #require(DateFormat.standard.moment(text)).days }
        for (day, month, year) in [("2024-02-29", "2024-02-01", "2024-01-01"), ("1969-12-31", "1969-12-01", "1969-01-01"),
            ("2000-01-01", "2000-01-01", "2000-01-01")]
        {
            #expect(try Aggregation.period(.month).days(days(day)) == days(month))
            #expect(try Aggregation.period(.year).days(days(day)) == days(year))
        }
        let noon = try days("1969-12-31") * Calendar.microsecondsADay + 43_200_000_000
        #expect(try Aggregation.period(.month).microseconds(noon) == days("1969-12-01") * Calendar.microsecondsADay)
    }

    @Test(arguments: [Aggregation.band(10), .prefix(3), .period(.month), .period(.year)])
    func itIsReadAsItIsWritten(_ how: Aggregation) { #expect(Aggregation(json: how.json) == how) }

    private static func people(_ rows: Int = 120) -> String {
        "age,code,born,income,label\n"
            + (0..<rows).map { row in
                "\(20 + row % 40),\(row % 50 == 3 ? "NA" : "\(10_000 + row % 20 * 37)"),19\(60 + row % 4)-0\(row % 9 + 1)-15,"
                    + "\(1000.5 + Double(row)),"
                    + "\(row % 3 == 0 ? "yes" : "no")\n"
            }.joined()
    }

    private func fixture() throws -> DataFixture {
        var fixture = try DataFixture()
        fixture.configuration.clean.personal = [
            "age": .aggregate(.band(10)), "code": .aggregate(.prefix(2)), "born": .aggregate(.period(.year)),
            "income": .aggregate(.band(1000)),
        ]
        return fixture
    }

    @Test func columnsAreMadeCoarser() async throws {
        let fixture = try fixture()
        let run = try await fixture.run(Self.people())
        #expect(run.schema.columns.map(\.type) == [.integer, .text, .date, .number, .text])
        #expect(run.schema.columns[1].categories == ["10"])
        #expect(run.schema.cleaning.aggregated == ["age": .band(10), "code": .prefix(2), "born": .period(.year), "income": .band(1000)])
        let ages = Set(try await fixture.rows(run.schema).flatMap { $0 }.map { String($0.prefix { $0 != "," }) })
        #expect(ages == ["20", "30", "40", "50"])
        #expect(run.report.columns[2].earliest == "1960-01-01" && run.report.columns[2].latest == "1963-01-01")
        #expect(run.report.columns[3].distinct == 1 && run.report.columns[3].minimum == 1000)
        #expect(run.report.columns[1].missing == 3)
        // The schema goes on, says it again, and holds.
        let text = try fixture.scratch.read("out/schema.yaml")
        #expect(text.contains("aggregate:\n  age: {band: 10}\n  born: {period: year}\n  code: {prefix: 2}\n  income: {band: 1000}\n"))
        try fixture.scratch.write(text, to: "schema.yaml")
        let again = try await fixture.run()
        #expect(again.schema == run.schema && again.report.columns == run.report.columns)
        // Without a word of the stage, by what the schema says.
        var silent = fixture
        silent.configuration.clean.personal = nil
        #expect(try await silent.run().report.columns == run.report.columns)
    }

    @Test func valuesThatAreAloneAreTold() async throws {
        var fixture = try DataFixture()
        fixture.configuration.clean.personal = ["x": .aggregate(.band(10)), "colour": .aggregate(.prefix(1))]
        let run = try await fixture.run(DataFixture.csv())
        // Ten rows in each band, of three colours: three or four rows each.
        #expect(
            run.report.warnings.contains(
                "12 combinations of `x` and `colour` have fewer than 5 rows, 40 in all: who knows that of a person may find the row; "
                    + "make the columns coarser, or drop one"))
        fixture.configuration.clean.personal = ["colour": .aggregate(.prefix(1))]
        let others = try await fixture.run(DataFixture.csv())
        #expect(!others.report.warnings.contains { $0.contains("fewer than 5 rows") })
    }

    @Test func whatCannotBeMadeCoarserIsTold() async throws {
        var fixture = try DataFixture()
        fixture.configuration.clean.personal = ["colour": .aggregate(.band(10))]
        #expect(await fixture.failure(DataFixture.csv()).hasPrefix("error: the column `colour` is text, and `band` is for numbers"))
        fixture.configuration.clean.personal = ["x": .aggregate(.period(.month))]
        #expect(await fixture.failure(DataFixture.csv()).hasPrefix("error: the column `x` is integer, and `period` is for dates"))
        fixture.configuration.clean.personal = ["age": .aggregate(.band(10))]
        #expect(await fixture.failure(DataFixture.csv()).hasPrefix("error: there is no column `age`, which `clean.personal` names"))
    }
}
