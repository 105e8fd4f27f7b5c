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
    let fixture: DataFixture

    init() throws { fixture = try DataFixture() }

    func run(_ text: String, _ change: (inout ReadingOptions) -> Void = { _ in }) async throws -> DataRun {
        var fixture = fixture
        change(&fixture.configuration.read)
        return try await fixture.run(text)
    }

    func run(_ bytes: [UInt8], _ change: (inout ReadingOptions) -> Void = { _ in }) async throws -> DataRun {
        var fixture = fixture
        change(&fixture.configuration.read)
        try LocalFileSystem().write(bytes, to: fixture.scratch.path.appending("data.csv"))
        return try await fixture.run()
    }

    func rows(_ run: DataRun) async throws -> [String] { try await fixture.rows(run.schema).flatMap { $0 }.sorted() }

    /// Twelve rows or more, each made of its number, ended in some way.
    func table(_ header: String, end: String = "\n", rows: Int = 12, _ row: (Int) -> String) -> String {
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
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
            "`data.csv` is a pointer of Git LFS, and the file itself is not here"),
        ("\n<!DOCTYPE HTML>\n<html></html>", "`data.csv` is a page of HTML, and no table"),
        ("<html><body>", "`data.csv` is a page of HTML, and no table"),
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
        #expect(
            taken.warnings.contains("the first row of `data.csv` looks like values, not names: `read: {header: false}` takes it for a row"))
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
}
