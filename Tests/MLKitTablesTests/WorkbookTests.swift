import MLKitCore
import MLKitReports
import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// Sheets of workbooks. `Tests/Fixtures/workbooks/make.py` says what is in them.
@Suite struct WorkbookTests {
    private static let folder = BuiltTool.sourceRoot.pushing("Tests/Fixtures/workbooks")
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func written(_ name: String, _ change: (inout ReadingOptions) -> Void = { _ in }) throws -> (text: String, warning: String?) {
        var options = ReadingOptions()
        change(&options)
        let workbook = try Workbook(Self.folder.appending(name), name: name, files: LocalFileSystem())
        let (path, warning) = try SheetFile(workbook: workbook, options: options, scratch: scratch.path).write()
        return (try LocalFileSystem().readText(path), warning)
    }

    private func table(_ path: FilePath, _ change: (inout ReadingOptions) -> Void = { _ in }) throws -> ReadTable {
        var options = ReadingOptions()
        change(&options)
        return try ReadTable(path, name: path.lastComponent?.string ?? "", read: options, context: stageContext())
    }

    private func message(_ path: FilePath, _ change: (inout ReadingOptions) -> Void = { _ in }) -> String {
        do { return "rows \(try table(path, change).rowCount)" } catch { return "\(error)" }
    }

    /// What openpyxl reads of the same file, but for durations, which are shares of a day, and dates without a time of day.
    @Test func valuesAreThoseOfTheCells() throws {
        let (text, warning) = try written("sales.xlsx")
        #expect(
            text == """
                id\tname\tday\tmoment\tprice\topen\thours\trate
                1\t"Müller, ""A""\"\t1900-01-01\t2024-02-29T14:30:05.25Z\t0.3\ttrue\t0\t0
                2\t"tab\there"\t1900-02-28\t2000-01-01T00:00:00Z\t10.5\tfalse\t0.25\t1.25
                3\t"two\nlines"\t1900-03-01\t1999-12-31T23:59:59Z\t100.5\ttrue\t0.5\t#DIV/0!
                4\t<&>\t2024-02-29\t2024-06-01T00:00:00.001Z\t1000.5\tfalse\t0.75\t3.75
                5\t007\t9999-12-31\t\t10000.5\ttrue\t1\t5

                """)
        #expect(warning == "`sales.xlsx` has 2 sheets, of which the first is read, `Sales & more`: `read: {sheet: Sales & more}` says so")
        #expect(try written("sales.xlsx") { $0.decimal = "," }.text.contains("\t0,3\ttrue\t0\t0\n"))
    }

    @Test func aSheetIsChosenByItsName() throws {
        let (text, warning) = try written("sales.xlsx") { $0.sheet = "Other" }
        #expect(text == "x\n1\n2\n3\n" && warning == nil)
        #expect(try written("sales.xlsx") { $0.sheet = "Hidden" }.text == "secret\n")
        #expect(
            message(Self.folder.appending("sales.xlsx")) { $0.sheet = "Othr" }
                == "error: `sales.xlsx` has no sheet `Othr`\n\nhint: did you mean `Other`?\n")
    }

    /// A heading in merged cells, days counted from 1904.
    @Test func whatStandsAboveTheHeaderIsLeftOut() throws {
        let table = try table(Self.folder.appending("days.xlsx")) { $0.skip = 1 }
        let columns = try table.statistics()
        #expect(table.rowCount == 30 && columns.map(\.name) == ["tag", "umsatz", "wort"] && table.warnings.isEmpty)
        #expect(columns[0].earliest == "2024-01-01" && columns[0].latest == "2024-01-30")
        #expect(columns[1].mean == 21.75 && columns[1].maximum == 43.5)
        #expect(columns[2].top?.map(\.value) == ["blau", "grün", "rot"])
        #expect(message(Self.folder.appending("days.xlsx"))
            .hasPrefix("error: the cell B2 of the sheet `Tage` in `days.xlsx` stands beside the table"))
    }

    @Test func whatWouldBeGuessedIsRefused() throws {
        let folder = Self.folder
        #expect(
            message(folder.appending("formulas.xlsx")) == """
                error: the cell B2 of the sheet `Sheet` in `formulas.xlsx` has a formula without its value

                hint: open the workbook in a spreadsheet program, which computes it, and save it

                """)
        #expect(
            message(folder.appending("merged.xlsx")) == """
                error: the cells A3:A4 of the sheet `Sheet` in `merged.xlsx` are merged, so that only the first has a value

                hint: unmerge them, and fill in what belongs to each; `skip` leaves out what stands above the header

                """)
        #expect(message(folder.appending("beside.xlsx"))
            .hasPrefix("error: the cell C3 of the sheet `Sheet` in `beside.xlsx` stands beside the table"))
        #expect(message(folder.appending("beside.xlsx")) { $0.ragged = .drop } == "rows 2")
        #expect(message(folder.appending("beside.xlsx")) { $0.ragged = .fill } == "rows 3")
        #expect(message(folder.appending("beside.xlsx")) { $0.hasHeader = false; $0.names = ["a", "b", "c"] } == "rows 4")
        #expect(
            message(folder.appending("beside.xlsx")) { $0.delimiter = ";" }
                == "error: `read: {delimiter: …}` is for files of text, and `beside.xlsx` is none\n")
        try scratch.write("x\n1\n", to: "a.csv")
        #expect(
            message(scratch.path.appending("a.csv")) { $0.sheet = "S" }
                == "error: `read: {sheet: …}` is for workbooks, and `a.csv` is none\n")
    }

    /// As a cover has one line.
    @Test func aSheetOfAHeaderAloneNamesTheOthers() {
        #expect(
            message(Self.folder.appending("cover.xlsx"))
                == "error: the sheet `Sales & more` of `cover.xlsx`, the first, has a header but no rows\n\n"
                + "hint: it also has `Other`: `--read '{sheet: Other}'` reads that\n")
    }

    @Test func whatIsNoWorkbookIsNamed() throws {
        let files = LocalFileSystem()
        let bytes = try files.read(Self.folder.appending("beside.xlsx"))
        func message(_ bytes: [UInt8], _ name: String) throws -> String {
            try files.write(bytes, to: scratch.path.appending(name))
            return self.message(scratch.path.appending(name))
        }
        #expect(
            try message([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a.xlsx")
                == "error: `a.xlsx` is a workbook with a password, or one of before 2007\n\nhint: save it as .xlsx, without a password\n")
        #expect(
            try message(Array("a,b\n1,2\n".utf8), "b.xlsx") == "error: `b.xlsx` is damaged, or no workbook\nnote: unexpected end of file\n")
        #expect(try message(Array(bytes.dropLast(40)), "c.xlsx")
            == "error: `c.xlsx` is damaged, or no workbook\nnote: unexpected end of file\n")
        #expect(try message(bytes, "d.csv") == "error: `d.csv` is a workbook, whatever its name says\n\nhint: let its name end in .xlsx\n")
        #expect(try message(bytes, "e.xlsm").hasPrefix("error: the cell C3"))
    }

    // MARK: Formats of numbers

    @Test(arguments: [
        ("yyyy\\-mm\\-dd", WorkbookStyles.Meaning.date), ("[$-409]d\\ mmm\\ yyyy;@", .date), ("mmmm", .date), ("dd/mm/yy hh:mm", .moment),
        ("m/d/yy\\ h:mm\\ AM/PM", .moment), ("General", .number), ("0.00", .number), ("#,##0 \"days\"", .number), ("0.00E+00", .number),
        ("[h]:mm:ss", .number), ("mm:ss.0", .number), ("h:mm", .number), ("[Red]0;[Blue]-0", .number), ("0\\d", .number), ("@", .number),
        ("\"day \"0", .number), ("_(* #,##0_);_(* \\(#,##0\\)", .number),
    ])
    func aFormatTellsDays(code: String, meaning: WorkbookStyles.Meaning) {
        #expect(WorkbookStyles.meaning(ofCode: code) == meaning)
    }

    @Test(arguments: [
        (0.0, false, "1899-12-31"), (1, false, "1900-01-01"), (59, false, "1900-02-28"), (61, false, "1900-03-01"),
        (0, true, "1904-01-01"), (43_889, true, "2024-02-29"), (45_351.5, false, "2024-02-29T12:00:00Z"),
        (45_351.999999999, false, "2024-03-01"), (2_958_465, false, "9999-12-31"), (60, false, "1900-02-28"),
        (59.5, false, "1900-02-28T12:00:00Z"), (45_351 + 0.6 / 86_400_000, false, "2024-02-29T00:00:00.001Z"),
        (45_351 + 0.4 / 86_400_000, false, "2024-02-29"), (45_351.5 + 1.6 / 86_400_000, false, "2024-02-29T12:00:00.002Z"),
    ] as [(Double, Bool, String)])
    func daysAreCountedAsSpreadsheetsDo(number: Double, countsFrom1904: Bool, text: String) {
        #expect(SerialDate(number, countsFrom1904: countsFrom1904)?.text(hasTime: false) == text)
    }

    @Test func whatIsNoDayStaysANumber() {
        for number in [-1, 2_958_466, Double.infinity, .nan] { #expect(SerialDate(number, countsFrom1904: false) == nil) }
    }

    @Test(arguments: [("A1", 0), ("Z9", 25), ("AA10", 26), ("XFD1048576", 16_383)]) func cellsHaveNames(name: String, column: Int) {
        var text = name
        #expect(text.withUTF8 { CellName.column($0) } == column)
        #expect(CellName.text(column: column, row: Int(name.drop { $0.isLetter }) ?? 0) == name)
    }
}
