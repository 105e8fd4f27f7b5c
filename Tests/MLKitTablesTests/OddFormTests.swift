import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// Values that people take for dates and numbers, in forms that are not read by themselves.
@Suite("Data stage: odd forms") struct OddFormTests {
    private func run(
        _ value: (Int) -> String, dates: [String] = [], read: (inout ReadingOptions) -> Void = { _ in }
    ) async throws -> DataRun {
        var fixture = try DataFixture()
        fixture.configuration.read.dates = dates
        read(&fixture.configuration.read)
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

    @Test(arguments: ["-", " -", "\u{2212}"]) func aMinusBehindIsNamedAndReadOnceDeclared(mark: String) async throws {
        let value = { (row: Int) in "\(1000 + row).\(10 + row % 80)\(row % 3 == 0 ? mark : "")" }
        let said = try await run(value)
        #expect(
            said.warnings.contains("the column `t` is text, and all of its values are numbers with `read: {minus_behind: true}`"), "\(said.warnings)")
        #expect(said.schema.columns[0].type == .text)
        let read = try await run(value) { $0.minusBehind = true }
        #expect(read.schema.columns[0].type == .number && read.report.columns[0].minimum == -1078.88 && read.report.columns[0].maximum == 1079.89)
        #expect(read.schema.cleaning.numbers.hasMinusBehind)
    }

    /// A unit may stand before the minus or behind it; a second sign makes none of it a number.
    @Test func aMinusBehindStandsOnEitherSideOfAUnit() {
        let format = NumberFormat(decimal: UInt8(ascii: ","), units: ["€"], hasMinusBehind: true)
        #expect(["12,5-", "12,5- €", "12,5 €-", "€ 12,5-"].map { format.value($0) } == [NumberFormat.Value](repeating: .real(-12.5), count: 4))
        #expect(["-12,5-", "(12,5)-", "-", "12,5--", "12,-"].allSatisfy { format.value($0) == nil })
        #expect(NumberFormat.plain.value("12-") == nil)
    }

    /// House numbers, Swiss prices and ranges.
    @Test(arguments: ["-A", ".-", "-5", " - x"]) func othersHaveNoMinusBehind(end: String) async throws {
        let said = try await run { "\(1000 + $0)\($0 % 3 == 0 ? end : "")" }
        #expect(!said.warnings.contains { $0.contains("minus_behind") }, "\(said.warnings)")
    }

    /// The comma is how JavaScript writes it, with a space that does not break.
    @Test(arguments: [" ", ", ", "\u{202F}"]) func timesOfTwelveHoursAreRead(separator: String) async throws {
        let (comma, space) = separator == "\u{202F}" ? (", ", separator) : (separator, " ")
        let read = try await run { row in
            let half = row % 2 == 0 ? "AM" : "pm"
            return "\"\(row % 12 + 1)/\(row % 28 + 1)/2022\(comma)\(row % 12 + 1):30\(space)\(half)\""
        }
        #expect(read.schema.columns[0].type == .timestamp && read.schema.columns[0].format == "%m/%d/%Y", "\(read.warnings)")
        #expect(read.report.columns[0].earliest?.hasPrefix("2022-01-01T01:30") == true, "\(read.report.columns[0].earliest ?? "")")
    }

    @Test(arguments: [
        ("12:00 AM", 0), ("12:05 a.m.", 300), ("1:00 AM", 3600), ("12:00 PM", 43_200), ("03:05:10 pm", 54_310), ("11:59PM", 86_340),
        ("11:59 PM +01:00", 82_740),
    ]) func hoursOfTwelve(text: String, seconds: Int64) {
        #expect(DateFormat.standard.moment("1970-01-01 \(text)")?.microseconds == seconds * 1_000_000)
        #expect(DateFormat.dayFirst.moment("01/01/1970 \(text)")?.microseconds == seconds * 1_000_000)
    }

    @Test(arguments: ["13:00 PM", "0:30 AM", "3:05 XM", "3:05 P", "3:05 p.m", "3:05 PM x", "3:60 PM"]) func noHoursOfTwelve(text: String) {
        #expect(DateFormat.standard.moment("1970-01-01 \(text)") == nil)
    }

    @Test func timesOfTwelveHoursWithoutADayAreNamed() async throws {
        let said = try await run { [two] row in "\(row % 12 + 1):\(two(row % 60)) \(row % 2 == 0 ? "AM" : "PM")" }
        #expect(said.warnings.contains { $0.hasPrefix("the column `t` is text, and all of its values are times of day, which are no dates") }, "\(said.warnings)")
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
