import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// Values that people take for dates and numbers, in forms that are not read by themselves.
@Suite("Data stage: odd forms") struct OddFormTests {
    private func run(_ value: (Int) -> String, dates: [String] = []) async throws -> DataRun {
        var fixture = try DataFixture()
        fixture.configuration.read.dates = dates
        return try await fixture.run("t,x,label\n" + (0..<80).map { "\(value($0)),\($0),\($0 % 2 == 0 ? "yes" : "no")\n" }.joined())
    }

    private func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

    @Test func datesWithTwoDigitsForTheYearAreNamedAndReadOnceDeclared() async throws {
        let value = { [two] (row: Int) in "\(two(row % 28 + 1))/\(two(row % 12 + 1))/\(two(row % 68))" }
        let said = try await run(value)
        #expect(said.schema.columns[0].type == .text)
        #expect(
            said.warnings.contains(
                "the column `t` is text, and all of its values are dates with two digits for the year: `read: {dates: [\"%d/%m/%y\"]}` "
                    + "reads them"),
            "\(said.warnings)")
        let read = try await run(value, dates: ["%d/%m/%y"])
        #expect(read.schema.columns[0].type == .date && read.report.columns[0].earliest == "2000-01-01")
    }

    /// Nothing tells the day from the month.
    @Test func bothReadingsAreNamedWhereNothingTells() async throws {
        let said = try await run { [two] row in "\(two(row % 12 + 1))/\(two(row % 11 + 1))/\(two(row % 68))" }
        #expect(said.warnings.contains { $0.contains("`read: {dates: [\"%d/%m/%y\"]}`, or `read: {dates: [\"%m/%d/%y\"]}` reads them") },
            "\(said.warnings)")
    }

    @Test func timesOfDayAreNamed() async throws {
        let said = try await run { [two] row in row == 5 ? "noon" : "\(two(row / 60)):\(two(row % 60))" }
        #expect(said.schema.columns[0].type == .text)
        #expect(said.warnings.contains { $0.hasPrefix(
            "the column `t` is text, and 79 of 80 of its values are times of day, which are no dates") }, "\(said.warnings)")
        let none = try await run { "\($0):7\($0 % 10)" }
        #expect(!none.warnings.contains { $0.contains("times of day") })
    }

    @Test func negativeNumbersInBracketsAreNamed() async throws {
        let said = try await run { $0 % 4 == 0 ? "(\($0).50)" : "\($0).25" }
        #expect(
            said.warnings.contains("the column `t` is text, and all of its values are numbers with `read: {brackets: true}`"),
            "\(said.warnings)")
        let none = try await run { "(a\($0))" }
        #expect(!none.warnings.contains { $0.contains("in brackets") })
    }

    /// Five forms, of which one looks like a number.
    @Test func datesInSeveralFormsAreNamedThoughSomeLookLikeNumbers() async throws {
        let said = try await run { [two] row in
            let (day, month) = (two(row % 28 + 1), two(row % 12 + 1))
            return switch row % 5 {
            case 0: "2024-\(month)-\(day)"
            case 1: "\(day).\(month).2024"
            case 2: "\(month)/\(day)/2024"
            case 3: "\(day) Mar 2024"
            default: "2024\(month)\(day)"
            }
        }
        let told = said.warnings.first { $0.hasPrefix("the column `t` is text, and its values are dates in several forms") } ?? ""
        #expect(told.contains("`%Y-%m-%d` 16 times") && told.contains("whole numbers 16 times"), "\(said.warnings)")
    }

    @Test func aMinusBehindIsNamed() async throws {
        for mark in ["-", " -"] {
            let said = try await run { "\(1000 + $0).\(10 + $0 % 80)\($0 % 3 == 0 ? mark : "")" }
            #expect(
                said.warnings.contains(
                    "the column `t` is text, and 27 values have their minus behind, as accounting programs write it, which is not read: "
                        + "have it written before the number"), "\(said.warnings)")
            #expect(said.schema.columns[0].type == .text)
        }
    }

    @Test func timesOfTwelveHoursAreNamed() async throws {
        let said = try await run { "\($0 % 12 + 1)/\($0 % 28 + 1)/2022 \($0 % 12 + 1):30 \($0 % 2 == 0 ? "AM" : "PM")" }
        #expect(
            said.warnings.contains(
                "the column `t` is text, and all of its values are dates with a time of twelve hours, which are not read: have them "
                    + "written with twenty-four, as `16:30` for `4:30 PM`"), "\(said.warnings)")
    }

    @Test(arguments: ["%d.%m.%y %H:%M", "%d.%m.%yT%H:%M:%S"]) func aFormatNeedsNoTime(format: String) async throws {
        let message = await failureText { _ = try await run({ "\($0)" }, dates: [format]) }
        #expect(
            message == "error: `\(format)` is no format of dates\n\nhint: a time of day behind the day is read without being named: "
                + "`%d.%m.%y`\n")
        let read = try await run({ [two] row in "\(two(row % 28 + 1)).05.22 14:30" }, dates: ["%d.%m.%y"])
        #expect(read.schema.columns[0].type == .timestamp)
    }
}
