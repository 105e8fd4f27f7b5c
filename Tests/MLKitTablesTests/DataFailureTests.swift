import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

/// Bad input, each with its whole message.
@Suite("Data stage: bad input")
struct DataFailureTests {
    private func check(_ text: String, _ message: String, _ change: (inout DataConfiguration) -> Void = { _ in })
        async throws
    {
        var fixture = try DataFixture()
        change(&fixture.configuration)
        #expect(await fixture.failure(text) == message)
        #expect(try !fixture.scratch.exists("out/data.json"))
        #expect(try LocalFileSystem().list(fixture.scratch.path.appending("out")).isEmpty)
    }

    @Test func emptyFile() async throws {
        try await check("", "error: `data.csv` is empty\n")
    }

    @Test func headerOnly() async throws {
        try await check("x,colour,label\n", "error: `data.csv` has a header but no rows\n")
    }

    @Test func emptyFirstLine() async throws {
        try await check(
            "\nx,label\n1,a\n",
            "error: the first line of `data.csv` is empty, where the names of the columns should be\n")
    }

    @Test func noSuchFile() async throws {
        let fixture = try DataFixture()
        #expect(await failureText { try await fixture.run() } == "error: there is no file `data.csv`\n")
    }

    @Test func noMatchOfAPattern() async throws {
        var fixture = try DataFixture()
        fixture.configuration.source = "*.csv"
        #expect(await failureText { try await fixture.run() } == "error: no file matches `*.csv`\n")
    }

    @Test func unknownFormat() async throws {
        try await check(
            "x",
            """
            error: the name of `data.txt` does not tell its format

            hint: if values stand between commas, semicolons, tabs or bars, let its name end in .csv

            """
        ) { $0.source = "data.txt" }
        try await check(
            "x",
            """
            error: the name of `data.abc` does not tell its format

            hint: known endings are csv, tsv, json, jsonl, ndjson, parquet, xlsx, xlsm, sqlite, sqlite3 and db, also followed by .gz, \
            .zst, .bz2, .xz or .zip

            """
        ) { $0.source = "data.abc" }
    }

    @Test func notJSON() async throws {
        try await check(
            "{\"x\": 1}\nnonsense\n",
            """
            error: cannot read `data.json`
            note: Malformed JSON in file "data.json", at byte 1 in line 3: invalid literal

            """
        ) { $0.source = "data.json" }
    }

    @Test func rowWithTooManyValues() async throws {
        try await check(
            DataFixture.csv(replacing: [5: "4,green,no,more"]),
            """
            error: cannot read `data.csv`: the row has 4 values where the header has 3 columns
             --> data.csv:6:1
              |
            6 | 4,green,no,more
              | ^^^^^^^^^^^^^^^

            hint: mend the row; `read: {ragged: drop}` leaves such rows out, `fill` takes what is missing for missing

            """)
    }

    @Test func quoteThatDoesNotEnd() async throws {
        let text = await failure(DataFixture.csv(replacing: [5: "4,\"green,no"]))
        #expect(
            text.hasPrefix(
                "error: cannot read `data.csv`: a quoted value does not end as it should\n --> data.csv:6:1\n"))
    }

    @Test func bytesThatAreNotUTF8() async throws {
        let fixture = try DataFixture()
        let bytes = Array(DataFixture.csv().utf8) + [0x31, 0x2C, 0xFF, 0x2C, 0x6E, 0x6F, 0x0A]
        try LocalFileSystem().write(bytes, to: fixture.scratch.path.appending("data.csv"))
        let text = await failureText { try await fixture.run() }
        #expect(text.hasPrefix("error: cannot read `data.csv`: the row is not UTF-8 text\n  --> data.csv:42:1\n"))
    }

    @Test func compressedFileThatBreaksOff() async throws {
        var fixture = try DataFixture()
        let whole = try fixture.scratch.write(DataFixture.csv(), to: "data.csv")
        _ = try await Command("gzip", [whole.string]).run()
        let files = LocalFileSystem()
        let packed = fixture.scratch.path.appending("data.csv.gz")
        try files.write(Array(files.read(packed).dropLast(20)), to: packed)
        fixture.configuration.source = "data.csv.gz"
        #expect(
            await failureText { try await fixture.run() } == """
                error: `data.csv.gz` is damaged
                note: unexpected end of file

                """)
    }

    @Test func missingTarget() async throws {
        try await check(
            DataFixture.csv(),
            """
            error: there is no column `lable`, the target, in `data.csv`

            hint: did you mean `label`?

            """
        ) { $0.target = "lable" }
    }

    @Test func targetOfOneValue() async throws {
        try await check(
            "x,label\n1,a\n2,a\n3,a\n",
            "error: the target `label` has the same value in every row: there is nothing to predict\n")
    }

    @Test func targetOfFreeText() async throws {
        try await check(
            "x,label\n" + (0..<60).map { "\($0),text \($0)\n" }.joined(),
            "error: the target `label` has 60 different texts in 60 rows: too many to be classes\n")
    }

    @Test func columnWithoutValues() async throws {
        try await check(
            "x,label\n,a\n,b\n,b\n",
            """
            error: there is no column to learn from but the target `label`
            note: the column `x` has no values: models do not see it (`feature: false` in the schema)

            """)
    }

    @Test func infiniteNumber() async throws {
        try await check(
            "x,label\n1.5,a\n-inf,b\n2.5,b\n",
            """
            error: the column `x` has 1 infinite value
            note: the first, `-inf`, is in row 2 of `data.csv`, the header not counted

            hint: mend the data

            """)
    }

    @Test func columnTwice() async throws {
        try await check(
            "x,label,X\n1,a,2\n",
            """
            error: the column `X` and the column `x` differ only in case
             --> data.csv:1:1
              |
            1 | x,label,X
              | ^^^^^^^^^

            hint: rename one of them, or name all columns in their order: `read: {names: […]}`; if the first row has values and not \
            names, `read: {header: false}` takes it for a row

            """)
    }

    @Test func tooFewRows() async throws {
        try await check(
            "x,label\n1,a\n2,b\n",
            """
            error: 2 rows are too few to be split with these shares
            note: `train`, `valid` and `test` need at least one row each

            hint: 3 rows are the fewest that can be; models are told apart by some hundred

            """)
    }

    @Test func sharesThatDoNotAddUp() async throws {
        let fixture = try DataFixture()
        var configuration = fixture.configuration
        configuration.split.test = 0.3
        let (wrong, paths) = (configuration, fixture.paths)
        let text = await failureText {
            _ = try await DataStage.run(configuration: wrong, paths: paths, context: stageContext())
        }
        #expect(text == "error: the shares of the split add up to 1.05, not to 1\n")
    }

    @Test func unknownStratum() async throws {
        try await check(
            DataFixture.csv(), "error: there is no column `color` to stratify by\n\nhint: did you mean `colour`?\n"
        ) { $0.split.stratify = "color" }
    }

    @Test func unknownColumnToDrop() async throws {
        try await check(
            DataFixture.csv(), "error: there is no column `color` to drop\n\nhint: did you mean `colour`?\n"
        ) { $0.clean.drop = ["color"] }
    }

    @Test func filesThatDiffer() async throws {
        var fixture = try DataFixture()
        try fixture.scratch.write(DataFixture.csv(), to: "a.csv")
        try fixture.scratch.write("x,color,label\n1,red,yes\n", to: "b.csv")
        fixture.configuration.source = "*.csv"
        #expect(
            await failureText { try await fixture.run() } == """
                error: the column `colour` is missing from `b.csv`

                hint: is `color` meant?

                error: the column `color` of `b.csv` is not in `a.csv`

                hint: `read: {columns: union}` takes it for missing where a file does not have it

                """)
    }

    @Test func ofAUnionAColumnIsInSomeFile() async throws {
        var fixture = try DataFixture()
        fixture.configuration.read.columns = .union
        fixture.configuration.source = "*.csv"
        try fixture.scratch.write(DataFixture.csv(), to: "a.csv")
        try fixture.scratch.write("x,label\n1,yes\n", to: "b.csv")
        try fixture.scratch.write(
            "target: label\ncolumns:\n  x: {type: integer}\n  colour: {type: text}\n  label: {type: text, categories: [no, yes]}\n"
                + "  size: {type: number, nullable: true}\n", to: "schema.yaml")
        let absent = await failureText { try await fixture.run() }
        #expect(absent.hasPrefix("error: the column `size` is missing from `a.csv`\n") && !absent.contains("`b.csv`"), "\(absent)")
        try fixture.scratch.write(
            "target: label\ncolumns:\n  x: {type: integer}\n  colour: {type: text}\n  label: {type: text, categories: [no, yes]}\n",
            to: "schema.yaml")
        let missing = await failureText { try await fixture.run() }
        #expect(missing.contains("the column `colour` has 1 missing value") && missing.contains("row 1 of `b.csv`"), "\(missing)")
    }

    private func failure(_ text: String) async -> String {
        guard let fixture = try? DataFixture() else { return "" }
        return await fixture.failure(text)
    }
}
