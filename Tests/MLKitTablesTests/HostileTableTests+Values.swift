import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

/// Numbers, missing values, dates and types, however a table writes them.
extension HostileTableTests {
    // MARK: Numbers

    @Test func aDecimalCommaIsFoundOutBetweenSemicolons() async throws {
        let run = try await run(table("x;label") { "\($0),5;\($0 % 2)" })
        #expect(run.schema.columns[0].type == .number && run.schema.cleaning.numbers == NumberFormat(decimal: UInt8(ascii: ",")))
        #expect(try await rows(run).contains("3.5,1"))
        #expect(run.warnings.first
            == "numbers are read with a decimal comma, as the source seems to write them: `read: {decimal: \",\"}` says so")
        #expect(try fixture.scratch.read("out/schema.yaml").contains("\nread:\n  decimal: \",\"\n"))
    }

    @Test func pointsBetweenThousandsAreFoundOut() async throws {
        let run = try await run(table("x;label") { "1.\(100 + $0),5;\($0 % 2)" })
        #expect(try await rows(run).contains("1103.5,1"))
    }

    /// `1,234` is one number here and another there; and a point elsewhere speaks against a comma.
    @Test func whatIsNotBeyondDoubtIsNotGuessed() async throws {
        let either = try await run(table("x;label") { "1,\(100 + $0);\($0 % 2)" })
        #expect(either.schema.columns[0].type == .text)
        #expect(either.warnings.contains { $0.contains("`read: {decimal: \",\"}`, or with `read: {thousands: \",\"}`") })
        let both = try await run(table("x;z;label") { "\($0),5;\($0).5;\($0 % 2)" })
        #expect(both.schema.columns.map(\.type) == [.text, .number, .integer])
    }

    @Test(arguments: [
        ("\"1,%d00.50\"", "thousands: \",\"", "1%d00.5"), ("1%d %%", "units: [\"%\"]", "1%d"), ("$%d.5", "units: [\"$\"]", "%d.5"),
        ("1'%d00", "thousands: \"'\"", "1%d00"), ("\"%d,5\"", "decimal: \",\"", "%d.5"),
        ("1 %d00 kg", "thousands: space, units: [\"kg\"]", "1%d00"),
        ("-%d €", "units: [\"€\"]", "-%d"), ("-$%d", "units: [\"$\"]", "-%d"),
    ])
    func numbersWrittenOtherwiseAreNamedAndReadOnceDeclared(form: String, keys: String, value: String) async throws {
        func filled(_ form: String, _ digit: Int) -> String { form.replacing("%d", with: "\(digit)").replacing("%%", with: "%") }
        let text = "x,label\n" + (0..<16).map { "\(filled(form, 1 + $0 % 8)),\($0 % 2)\n" }.joined()
        let said = try await run(text)
        #expect(said.schema.columns[0].type == .text)
        #expect(
            said.warnings.contains("the column `x` is text, and all of its values are numbers with `read: {\(keys)}`"),
            "\(said.warnings)")
        let declared = DataConfiguration(source: "data.csv", target: "label")
        var options = declared.read
        if keys.contains("decimal") { options.decimal = "," }
        if keys.contains("thousands: \",\"") { options.thousands = "," }
        if keys.contains("thousands: \"'\"") { options.thousands = "'" }
        if keys.contains("thousands: space") { options.thousands = "space" }
        options.units = ["%", "$", "kg", "€"].filter { keys.contains("\"\($0)\"") }
        let read = try await run(text) { $0 = options }
        #expect(read.schema.columns[0].type.isNumeric)
        let found = try await rows(read)
        #expect(found.contains(filled(value, 3) + ",0"), "\(found)")
    }

    @Test func wholeNumbersWithDecimalPlacesAreWhole() async throws {
        let run = try await run(table("k,label") { "\($0).0,\($0 % 2).0" })
        #expect(run.schema.columns.map(\.type) == [.integer, .integer] && run.schema.classes == ["0", "1"])
    }

    @Test func usualMarkersAreMissingAndCounted() async throws {
        let marks = ["NA", "n/a", "?", "null", "NaN", "-"]
        let run = try await run(table("x,word,label") { "\($0 < 6 ? marks[$0] : "\($0)"),\($0 < 2 ? "None" : "b"),\($0 % 2)" })
        #expect(run.schema.columns.prefix(2).map(\.type) == [.integer, .text])
        #expect(run.report.columns[0].missing == 6 && run.report.columns[1].missing == 2)
        #expect(run.report.columns[1].markers == [DataReport.Frequent(value: "None", count: 2)])
        #expect(Set(run.schema.cleaning.missing) == Set(marks + ["None"]))
        #expect(run.warnings.contains { $0.hasPrefix("in the column `word` `None` (2) is taken for missing values") })
    }

    /// A marker that the schema lists among the categories of a column is a value there.
    @Test func aCategoryIsNoMarker() async throws {
        let schema = """
            target: label
            missing: [NA]
            columns:
              x: {type: text, categories: [NA, b]}
              label: {type: integer, categories: [0, 1]}

            """
        try fixture.scratch.write(schema, to: "schema.yaml")
        let run = try await run(table("x,label") { "\($0 < 3 ? "NA" : "b"),\($0 % 2)" })
        #expect(run.report.columns[0].missing == 0)
        #expect(try await rows(run).filter { $0.hasPrefix("NA,") }.count == 3)
    }

    // MARK: Types

    @Test func datesAndTimeStamps() async throws {
        let text = table("day,german,moment,label") { row in
            let day = row < 9 ? "0\(row + 1)" : "\(row + 1)"
            return "2024-02-\(day),\(day).02.2024,2024-02-\(day)T1\(row % 10):30:00Z,\(row % 2)"
        }
        let run = try await run(text)
        #expect(run.schema.columns.map(\.type) == [.date, .date, .timestamp, .integer])
        #expect(run.schema.columns.map(\.format) == [nil, "%d.%m.%Y", nil, nil])
        #expect(run.report.columns[0].earliest == "2024-02-01" && run.report.columns[1].latest == "2024-02-12")
        #expect(run.report.columns[2].earliest == "2024-02-01T10:30:00Z")
        #expect(try await rows(run).contains { $0.hasPrefix("19754,") }, "days since 1970")
        #expect(run.warnings.contains { $0.contains("`split: {time: day}`") })
    }

    /// A first number that may be the day or the month is told of, until some day tells, or the key does.
    @Test func whatComesFirstInADateIsNotGuessedInSilence() async throws {
        func dates(_ day: @escaping (Int) -> Int, _ formats: [String] = []) async throws -> DataRun {
            var fixture = try DataFixture()
            fixture.configuration.read.dates = formats
            return try await fixture.run(
                "d,x,label\n" + (0..<60).map { "\(day($0))/0\(1 + $0 % 9)/2024,\($0 * 3),\($0 % 2 == 0 ? "no" : "yes")\n" }.joined())
        }
        let told = "the column `d` has no day beyond the twelfth, so that nothing tells whether the day or the month comes first: the "
            + "day, as it was read, is said by `read: {dates: [\"%d/%m/%Y\"]}`, the month by `read: {dates: [\"%m/%d/%Y\"]}`"
        #expect(try await dates { 1 + $0 % 12 }.warnings.contains(told))
        #expect(try await !dates { 1 + $0 % 13 }.warnings.contains(told))
        let month = try await dates({ 1 + $0 % 12 }, ["%m/%d/%Y"])
        #expect(!month.warnings.contains(told) && month.schema.columns[0].format == "%m/%d/%Y")
        #expect(try await !dates({ 1 + $0 % 12 }, ["%d/%m/%Y"]).warnings.contains { $0.contains("twelfth") })
    }

    @Test func datesInSeveralFormsAreNamed() async throws {
        let run = try await run(
            table("d,note,label", rows: 60) { "\($0 % 3 == 0 ? "2024-01-0\(1 + $0 % 9)" : "0\(1 + $0 % 9).01.2024"),\($0),\($0 % 2)\n" })
        #expect(
            run.warnings.contains(
                "the column `d` is text, and its values are dates in several forms, `%d.%m.%Y` 40 times, `%Y-%m-%d` 20 times: have them "
                    + "written in one"),
            "\(run.warnings)")
        #expect(try await self.run(table("d,note,label", rows: 60) { "\"Mar \(1 + $0 % 28), 2024\",\($0),\($0 % 2)\n" })
            .schema.columns[0].format == "%b %d, %Y")
    }

    /// A minus of typesetters is one, and what belongs to a number is no unit of it.
    @Test func signsAndDigitsOfUnicode() async throws {
        let run = try await run(table("x,y,z,label", rows: 60) { "\u{2212}\($0).5,\u{FF11}\($0),\u{A0}\($0)\u{3000}\u{202F},\($0 % 2)\n" })
        #expect(run.schema.columns[0].type == .number && run.report.columns[0].minimum == -59.5 && run.report.columns[0].maximum == -0.5)
        #expect(run.schema.columns[2].type == .integer && run.report.columns[2].maximum == 59)
        #expect(!run.warnings.contains { $0.contains("units") }, "\(run.warnings)")
    }

    @Test func aDayThatNoCalendarHasIsNoDate() async throws {
        let run = try await run(table("day,label") { "2023-02-\($0 == 5 ? "29" : "1\($0 % 9)"),\($0 % 2)" })
        #expect(run.schema.columns[0].type == .text)
        #expect(run.warnings.contains { $0.contains("most of its values are dates of the form `%Y-%m-%d`") && $0.contains("`2023-02-29`") })
    }

    @Test func identifiersConstantsAndEmptyColumns() async throws {
        let text = "id,code,same,empty,x,label\n" + (0..<60).map { "\($0 * 7),A-\($0),k,,\($0 % 5),\($0 % 2)\n" }.joined()
        let run = try await run(text)
        #expect(run.schema.columns.map(\.type) == [.identifier, .identifier, .text, .text, .integer, .integer])
        #expect(run.schema.features.map(\.name) == ["same", "x"])
        for name in ["id", "code", "same", "empty"] { #expect(run.warnings.contains { $0.hasPrefix("the column `\(name)` ") }, "\(name)") }
    }

    /// The first ten thousand rows tell how to read on; what comes behind may tell better.
    @Test func whatLateRowsHaveCounts() async throws {
        let text = "a,b,c,label\n" + (0..<12_000).map { "\($0 % 7),\($0 % 9),,\($0 % 2)\n" }.joined() + "1.5,x,2,1\n0,y,3,0\n"
        let run = try await run(text)
        #expect(run.schema.columns.map(\.type) == [.number, .text, .integer, .integer])
        #expect(run.report.columns[2].count == 2 && run.report.columns[0].maximum == 6)
    }

    @Test func theWholeNumbersOfASchemaMayHaveDecimalPlaces() async throws {
        let first = try await run(table("k,label") { "\($0),\($0 % 2)" })
        try fixture.scratch.write(first.schema.yaml, to: "schema.yaml")
        #expect(try await run(table("k,label") { "\($0).0,\($0 % 2)" }).rows == 12)
        let text = await failureText { _ = try await run(table("k,label") { "\($0).5,\($0 % 2)" }) }
        #expect(text.contains("the column `k` has 12 values that are not an integer"), "\(text)")
    }

    @Test func manyColumns() async throws {
        let names = (0..<2000).map { "g\($0)" }.joined(separator: ",") + ",label\n"
        let text = names + (0..<12).map { row in (0..<2000).map { "\($0 * row % 10)," }.joined() + "\(row % 2)\n" }.joined()
        let run = try await run(text)
        #expect(run.rows == 12 && run.schema.columns.count == 2001 && run.report.columns[1999].name == "g1999")
    }
}
