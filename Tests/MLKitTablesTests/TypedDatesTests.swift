import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// Dates of JSON and of sheets, by the format of the schema.
@Suite struct TypedDatesTests {
    private func text(_ value: (Int) -> String) -> String {
        "[" + (0..<60).map { "{\"day\": \"\(value($0))\", \"x\": \($0), \"label\": \"\($0 % 2 == 0 ? "yes" : "no")\"}" }.joined(separator: ",\n") + "]"
    }

    private func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

    private func run(_ text: String, _ schema: String? = nil, dates: [String] = []) async throws -> DataRun {
        var fixture = try DataFixture()
        fixture.configuration.source = "data.json"
        fixture.configuration.read.dates = dates
        if let schema {
            try fixture.scratch.write(
                "target: label\ncolumns:\n  day: \(schema)\n  x: {type: integer}\n  label: {type: text, categories: [no, yes]}\n", to: "schema.yaml")
        }
        return try await fixture.run(text)
    }

    /// DuckDB takes `02-01-23` for the 23rd of January of 2002.
    @Test func datesOfJSONAreReadByOurFormats() async throws {
        let value = { [two] (row: Int) in "\(two(row % 28 + 1))-01-23" }
        #expect(try await run(text(value)).schema.columns[0].type == .text)
        let read = try await run(text(value), dates: ["%d-%m-%y"])
        #expect(read.report.columns[0].earliest == "2023-01-01" && read.report.columns[0].latest == "2023-01-28" && read.schema.columns[0].format == "%d-%m-%y")
    }

    @Test(arguments: ["{type: date, format: \"%d-%m-%Y\"}", "{type: timestamp, format: \"%d-%m-%Y\"}"])
    func theFormatOfTheSchemaCounts(schema: String) async throws {
        let read = try await run(text { [two] row in "\(two(row % 12 + 1))-02-2023" }, schema)
        #expect(read.report.columns[0].earliest?.hasPrefix("2023-02-01") == true && read.report.columns[0].latest?.hasPrefix("2023-02-12") == true)
        #expect(read.report.columns[0].missing == 0)
    }

    /// As cells of a sheet come, and as programs write JSON, whatever is said of texts.
    @Test func daysAsISOWritesThemAreReadToo() async throws {
        let read = try await run(text { [two] row in "2023-02-\(two(row % 28 + 1))" }, "{type: date, format: \"%d.%m.%Y\"}")
        #expect(read.report.columns[0].earliest == "2023-02-01" && read.report.columns[0].latest == "2023-02-28")
    }

    @Test func timesOfJSONAreReadAsThoseOfTexts() async throws {
        let read = try await run(text { [two] row in "2023-02-\(two(row % 28 + 1))T10:00:00+02:00" })
        #expect(read.schema.columns[0].type == .timestamp && read.report.columns[0].earliest?.hasPrefix("2023-02-01T08:00:00") == true)
        let twelve = try await run(text { [two] row in "\(two(row % 28 + 1))-02-2023 03:05:10 PM" })
        #expect(twelve.schema.columns[0].type == .timestamp && twelve.report.columns[0].earliest?.hasPrefix("2023-02-01T15:05:10") == true)
    }

    /// A file between commas says how its dates are written, and nothing else is one.
    @Test func textsAreHeldToTheFormat() async throws {
        let fixture = try DataFixture()
        try fixture.scratch.write(
            "target: label\ncolumns:\n  day: {type: date, format: \"%d.%m.%Y\"}\n  label: {type: text, categories: [no, yes]}\n", to: "schema.yaml")
        let rows = (0..<60).map { "\($0 == 7 ? "2023-02-03" : "03.02.2023"),\($0 % 2 == 0 ? "yes" : "no")\n" }
        #expect(await fixture.failure("day,label\n" + rows.joined()).contains("2023-02-03"))
    }

    /// A look at a table says of values that are none of their type that they are.
    @Test func valuesThatAreNoDatesAreToldOf() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("day,x\n2023-02-03,1\n03.02.2023,2\n04.02.2023,3\n", to: "t.csv")
        var day = ColumnSchema(name: "day", type: .date)
        day.format = "%d.%m.%Y"
        let schema = TableSchema(columns: [day, ColumnSchema(name: "x", type: .integer)], target: "")
        let table = try ReadTable(
            scratch.path.appending("t.csv"), name: "t.csv", like: schema, read: ReadingOptions(), context: stageContext())
        #expect(table.unreadable == ["the column `day` has 1 value that is no date, the first `2023-02-03`: it counts as missing here"])
    }
}
