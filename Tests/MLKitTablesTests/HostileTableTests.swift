import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

/// Tables as they come out of spreadsheets, databases and other programs.
@Suite("Data stage: tables as they come")
struct HostileTableTests {
    private let fixture: DataFixture

    init() throws { fixture = try DataFixture() }

    private func run(_ text: String, _ change: (inout ReadingOptions) -> Void = { _ in }) async throws -> DataRun {
        var fixture = fixture
        change(&fixture.configuration.read)
        return try await fixture.run(text)
    }

    private func run(_ bytes: [UInt8], _ change: (inout ReadingOptions) -> Void = { _ in }) async throws -> DataRun {
        var fixture = fixture
        change(&fixture.configuration.read)
        try LocalFileSystem().write(bytes, to: fixture.scratch.path.appending("data.csv"))
        return try await fixture.run()
    }

    private func rows(_ run: DataRun) async throws -> [String] { try await fixture.rows(run.schema).flatMap { $0 }.sorted() }

    /// Twelve rows or more, each made of its number, ended in some way.
    private func table(_ header: String, end: String = "\n", rows: Int = 12, _ row: (Int) -> String) -> String {
        ([header] + (0..<rows).map(row)).map { $0 + end }.joined()
    }

    @Test func windowsLineEndsAroundLineFeedsInQuotes() async throws {
        let run = try await run(table("x,note,label", end: "\r\n") { "\($0),\"one\ntwo\",\($0 % 2)" })
        #expect(run.rows == 12)
        #expect(try await rows(run).contains("3,one\ntwo,1"))
    }

    @Test func lineEndsOfAllKindsInOneFile() async throws {
        let ends = ["\n", "\r\n", "\r"]
        let text = "x,label\r\n" + (0..<12).map { "\($0),\($0 % 2)\(ends[$0 % 3])" }.joined()
        #expect(try await rows(run(text)) == (0..<12).map { "\($0),\($0 % 2)" }.sorted())
    }

    @Test func noLineEndAtTheEnd() async throws {
        #expect(try await run(String(table("x,label") { "\($0),\($0 % 2)" }.dropLast())).rows == 12)
    }

    @Test func quotesInsideAndEmptyLinesBetween() async throws {
        let run = try await run(table("x,note,label") { "\($0),\"say \"\"hi\"\", twice\",\($0 % 2)\n" })
        #expect(run.rows == 12)
        #expect(try await rows(run).contains("4,say \"hi\", twice,0"))
    }

    @Test(arguments: [
        ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "`data.csv` is a pointer of Git LFS, and the file itself is not here"),
        ("\n<!DOCTYPE HTML>\n<html></html>", "`data.csv` is a page of HTML, and no table"), ("<html><body>", "`data.csv` is a page of HTML, and no table"),
    ])
    func whatStandsInTheTablesPlaceIsNamed(_ text: String, _ message: String) async {
        #expect(await fixture.failure(text).hasPrefix("error: \(message)"))
    }

    @Test func optionsThatContradictAreRefused() async {
        func expect(_ message: String, _ change: (inout ReadingOptions) -> Void) async {
            let text = await failureText { _ = try await run("x,label\n1,a\n", change) }
            #expect(text.hasPrefix("error: in `read`, \(message)"), "\(text)")
        }
        await expect("`delimiter` and `quote` are the same character") { ($0.delimiter, $0.quote) = (";", ";") }
        await expect("`quote` and `comment` are the same character") { $0.comment = "\"" }
        await expect("`decimal` and `thousands` are the same character") { ($0.decimal, $0.thousands) = (",", ",") }
        await expect("`names` has `Y` twice") { $0.names = ["y", "Y"] }
    }

    /// Of one column, an empty line is a row without a value, but for what stands behind the last row.
    @Test func emptyLinesOfOneColumn() async throws {
        var fixture = try DataFixture()
        (fixture.configuration.target, fixture.configuration.task) = ("", .absent)
        let run = try await fixture.run("x\n1\n\n2\n3\n\n4\n\n")
        #expect(run.rowsRead == 6 && run.report.columns[0].missing == 2)
    }

    @Test func quotesThatAreCharacters() async throws {
        let text = table("x,note,label") { "\($0),5\" pipe,\($0 % 2)" }
        #expect(try await rows(run(text)).contains("1,5\" pipe,1"))
        let opened = table("x,note,label") { "\($0),\"pipe,\($0 % 2)" }
        #expect(try await rows(run(opened) { $0.quote = "none" }).contains("1,\"pipe,1"))
        #expect(try await rows(run(table("x,note,label") { "\($0),'a,b',\($0 % 2)" }) { $0.quote = "'" }).contains("1,a,b,1"))
    }

    @Test func separatorsToldByExcelOrDeclared() async throws {
        #expect(try await rows(run("sep=;\n" + table("x;label") { "\($0);\($0 % 2)" })).count == 12)
        #expect(try await rows(run(table("x^label") { "\($0)^\($0 % 2)" }) { $0.delimiter = "^" }).count == 12)
        #expect(try await rows(run(table("x,y\tlabel") { "\($0)\t\($0 % 2)" }) { $0.delimiter = "tab" }).count == 12)
    }

    @Test func linesBeforeTheHeaderAndComments() async throws {
        let text = "Report of May\n\n" + table("x,label") { "\($0),\($0 % 2)\n# \($0)" }
        let run = try await run(text) {
            $0.skip = 2
            $0.comment = "#"
        }
        #expect(run.rows == 12 && run.schema.columns.map(\.name) == ["x", "label"])
    }

    @Test func withoutAHeader() async throws {
        var fixture = fixture
        fixture.configuration.target = "column_2"
        fixture.configuration.read.hasHeader = false
        let text = (0..<12).map { "\($0).5,\($0 % 2)\n" }.joined()
        #expect(try await fixture.run(text).rows == 12)
        fixture.configuration.target = "kind"
        fixture.configuration.read.names = ["size", "kind"]
        let named = try await fixture.run(text)
        #expect(named.rows == 12 && named.schema.columns.map(\.name) == ["size", "kind"])
        fixture.configuration.read = ReadingOptions()
        fixture.configuration.target = "1"
        let taken = try await fixture.run("0.25,1\n" + text)
        #expect(taken.warnings.contains("the first row of `data.csv` looks like values, not names: `read: {header: false}` takes it for a row"))
    }

    @Test func encodings() async throws {
        let text = table("größe,label") { "\($0),\($0 % 2 == 0 ? "schön" : "€ 5")" }
        let expected = (0..<12).map { "\($0),\($0 % 2 == 0 ? "schön" : "€ 5")" }.sorted()
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes in [[0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] {
            let run = try await run(bytes)
            #expect(try await rows(run) == expected)
            #expect(run.schema.columns[0].name == "größe")
        }
        let windows = text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
        #expect(try await rows(run(windows) { $0.encoding = "latin-1" }) == expected)
    }

    @Test func bytesOfAnotherEncodingAreRefusedWithAWayOn() async throws {
        let bytes = table("x,label") { "\($0),\($0 % 2 == 0 ? "sch\u{F6}n" : "gut")" }.unicodeScalars.map { UInt8($0.value) }
        let text = await failureText { _ = try await run(bytes) }
        #expect(text.hasPrefix("error: cannot read `data.csv`: the row is not UTF-8 text\n --> data.csv:2:1\n"))
        #expect(text.contains("hint: if the file is Latin-1 or Windows-1252, say so: `read: {encoding: latin-1}`"))
    }

    @Test func aNULByteIsRefusedWithItsLine() async throws {
        let text = await failureText { _ = try await run(table("x,label") { $0 == 4 ? "4,a\u{0}b" : "\($0),\($0 % 2)" }) }
        #expect(text.contains("the row has a NUL byte\n --> data.csv:6:1") && text.contains("`tr -d '\\000' < data.csv`"), "\(text)")
    }

    @Test func raggedRows() async throws {
        let text = table("x,note,label") { $0 == 3 ? "3,short" : $0 == 5 ? "5,a,1,more" : "\($0),a,\($0 % 2)" }
        let failure = await failureText { _ = try await run(text) }
        #expect(failure.contains("the row has 2 values where the header has 3 columns\n --> data.csv:5:1"), "\(failure)")
        let dropped = try await run(text) { $0.ragged = .drop }
        #expect(dropped.rowsRead == 10 && dropped.warnings.contains("left out 2 rows that have too few values or too many"))
        let filled = try await run(text) { $0.ragged = .fill }
        #expect(filled.rowsRead == 12 && filled.withoutTarget == 1)
        // A separator at the end of each row is no value.
        #expect(try await run(table("x,note,label") { "\($0),a,\($0 % 2)," }).rows == 12)
    }

    @Test func aRowThatIsLongerThanAPiece() async throws {
        let long = String(repeating: "abc ", count: 700_000)
        let run = try await run(table("x,note,label") { "\($0),\"\($0 == 7 ? long : "b")\",\($0 % 2)" })
        #expect(run.rows == 12)
        #expect(run.report.columns[1].top?.contains { $0.value.utf8.count == 2_799_999 } == true)
    }

    @Test func manyPieces() async throws {
        let text = "x,label\n" + (0..<200_000).map { "\($0),\"\($0 % 3)\"\n" }.joined()
        let run = try await run(text)
        #expect(run.rowsRead == 200_000 && run.report.columns[0].mean == 99_999.5 && run.report.columns[0].distinct == 200_000)
        #expect(run.report.columns[0].median == 99_999.5 && run.report.columns[1].distinct == 3)
    }

    /// A source that is not small stands in a file of its own while it is split.
    @Test func aSourceThatIsNotSmall() async throws {
        var fixture = fixture
        fixture.configuration.source = "data.parquet"
        let hex = (0..<7).map { "md5((i * 7 + \($0))::VARCHAR)" }.joined(separator: " || ")
        try TableEngine(stageContext()).run(
            "COPY (SELECT i AS x, \(hex) AS note, i % 2 AS label FROM range(20000) t(i)) "
                + "TO '\(fixture.scratch.path)/data.parquet' (FORMAT parquet, COMPRESSION uncompressed)", to: "write test data")
        let run = try await fixture.run()
        #expect(run.rowsRead == 20_000 && run.schema.columns.map(\.type) == [.integer, .identifier, .integer])
        let table = try await fixture.table(fixture.paths.train, run.schema)
        guard case .numeric(let numbers) = table["x"] else { return }
        #expect(table.rowCount == 10_000 && numbers == numbers.sorted() && Set(numbers).count == 10_000)
    }

    // MARK: Numbers

    @Test func aDecimalCommaIsFoundOutBetweenSemicolons() async throws {
        let run = try await run(table("x;label") { "\($0),5;\($0 % 2)" })
        #expect(run.schema.columns[0].type == .number && run.schema.cleaning.numbers == NumberFormat(decimal: UInt8(ascii: ",")))
        #expect(try await rows(run).contains("3.5,1"))
        #expect(run.warnings.first == "numbers are read with a decimal comma, as the source seems to write them: `read: {decimal: \",\"}` says so")
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
        ("1'%d00", "thousands: \"'\"", "1%d00"), ("\"%d,5\"", "decimal: \",\"", "%d.5"), ("1 %d00 kg", "thousands: space, units: [\"kg\"]", "1%d00"),
        ("-%d €", "units: [\"€\"]", "-%d"),
    ])
    func numbersWrittenOtherwiseAreNamedAndReadOnceDeclared(form: String, keys: String, value: String) async throws {
        func filled(_ form: String, _ digit: Int) -> String { form.replacing("%d", with: "\(digit)").replacing("%%", with: "%") }
        let text = "x,label\n" + (0..<16).map { "\(filled(form, 1 + $0 % 8)),\($0 % 2)\n" }.joined()
        let said = try await run(text)
        #expect(said.schema.columns[0].type == .text)
        #expect(said.warnings.contains("the column `x` is text, and all of its values are numbers with `read: {\(keys)}`"), "\(said.warnings)")
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
            return try await fixture.run("d,x,label\n" + (0..<60).map { "\(day($0))/0\(1 + $0 % 9)/2024,\($0 * 3),\($0 % 2 == 0 ? "no" : "yes")\n" }.joined())
        }
        let told = "the column `d` has no day beyond the twelfth, so that nothing tells whether the day or the month comes first: the day, as it was read, "
            + "is said by `read: {dates: [\"%d/%m/%Y\"]}`, the month by `read: {dates: [\"%m/%d/%Y\"]}`"
        #expect(try await dates { 1 + $0 % 12 }.warnings.contains(told))
        #expect(try await !dates { 1 + $0 % 13 }.warnings.contains(told))
        let month = try await dates({ 1 + $0 % 12 }, ["%m/%d/%Y"])
        #expect(!month.warnings.contains(told) && month.schema.columns[0].format == "%m/%d/%Y")
        #expect(try await !dates({ 1 + $0 % 12 }, ["%d/%m/%Y"]).warnings.contains { $0.contains("twelfth") })
    }

    @Test func datesInSeveralFormsAreNamed() async throws {
        let run = try await run(table("d,note,label", rows: 60) { "\($0 % 3 == 0 ? "2024-01-0\(1 + $0 % 9)" : "0\(1 + $0 % 9).01.2024"),\($0),\($0 % 2)\n" })
        #expect(
            run.warnings.contains(
                "the column `d` is text, and its values are dates in several forms, `%d.%m.%Y` 40 times, `%Y-%m-%d` 20 times: have them written in one"),
            "\(run.warnings)")
        #expect(try await self.run(table("d,note,label", rows: 60) { "\"Mar \(1 + $0 % 28), 2024\",\($0),\($0 % 2)\n" }).schema.columns[0].format == "%b %d, %Y")
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
