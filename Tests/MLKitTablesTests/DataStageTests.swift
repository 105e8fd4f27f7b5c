import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@Suite("Data stage")
struct DataStageTests {
    @Test func infersASchemaAndSplits() async throws {
        let fixture = try DataFixture()
        let report = try await fixture.run(DataFixture.csv())
        #expect(report.summary == "40 rows: 20 train, 10 valid, 10 test")
        #expect(
            report.schema.columns == [
                ColumnSchema(name: "x", type: .integer),
                ColumnSchema(name: "colour", type: .text, categories: ["blue", "green", "red"]),
                ColumnSchema(name: "label", type: .text, categories: ["no", "yes"]),
            ])
        #expect(report.schema.task == .binary)
        let rows = try await fixture.rows(report.schema)
        #expect(rows.map(\.count) == [20, 10, 10])
        #expect(rows.flatMap { $0 }.sorted() == DataFixture.rows.sorted())
        #expect(rows[0] == rows[0].sorted { number($0) < number($1) }, "rows keep the order of the source")
        #expect(try fixture.scratch.exists("out/train.parquet.work") == false)
    }

    @Test func theSameInputGivesTheSameBytesOnAnyNumberOfThreads() async throws {
        var first = try DataFixture()
        var second = try DataFixture()
        (first.threads, second.threads) = (1, 2)
        (first.configuration.split.stratify, second.configuration.split.stratify) = ("label", "label")
        try await first.run(DataFixture.csv())
        try await second.run(DataFixture.csv())
        let files = LocalFileSystem()
        for (one, other) in zip(outputs(first), outputs(second)) {
            #expect(try files.read(one) == files.read(other), "\(one.lastComponent?.string ?? "")")
        }
    }

    @Test func anotherSeedGivesAnotherSplitAndDroppedColumnsDoNot() async throws {
        var fixture = try DataFixture()
        let report = try await fixture.run(DataFixture.csv())
        let before = try await fixture.rows(report.schema)
        fixture.configuration.clean.drop = ["colour"]
        let narrow = try await fixture.run()
        let withoutColour = try await fixture.rows(narrow.schema)
        #expect(withoutColour.map { $0.map(number) } == before.map { $0.map(number) })
        fixture.configuration.split.seed = 8
        try await fixture.run()
        #expect(try await fixture.rows(narrow.schema) != withoutColour)
    }

    @Test func aStratifiedSplitKeepsSharesExactly() async throws {
        var fixture = try DataFixture()
        fixture.configuration.split.stratify = "label"
        let report = try await fixture.run(DataFixture.csv())
        let counts = report.splits.map { $0.classes.map(\.rows) }
        #expect(counts.map { $0.reduce(0, +) } == [20, 10, 10])
        #expect(counts[0] == [15, 5])
        #expect(counts[1][0] + counts[2][0] == 15)
        #expect(abs(counts[1][0] - counts[2][0]) <= 1)
    }

    @Test func missingTextsAreTrimmedAndBecomeMissing() async throws {
        var fixture = try DataFixture()
        fixture.configuration.clean.missing = ["?", "NA"]
        let report = try await fixture.run(
            DataFixture.csv(replacing: [1: " ? ,red,yes", 2: "1,NA,no", 3: "2,, no ", 4: "nan,\" red \",no"]))
        #expect(report.schema.columns[0] == ColumnSchema(name: "x", type: .integer, nullable: true))
        #expect(report.schema.columns[1].nullable)
        #expect(report.schema.columns[1].categories == ["blue", "green", "red"])
        #expect(report.schema.columns[2].categories == ["no", "yes"])
        let rows = try await fixture.rows(report.schema).flatMap { $0 }
        for row in ["-,red,yes", "1,-,no", "2,-,no", "-,red,no"] { #expect(rows.contains(row)) }
        #expect(report.columns[0]["missing"] == 2)
        #expect(report.columns[1]["missing"] == 2)
    }

    @Test func typesAreInferred() async throws {
        let header = "whole,real,flag,code,big,label\n"
        let lines = (0..<12).map { row in
            "-\(row),\(row).5e1,\(row % 2 == 0 ? "True" : "false"),0\(row),1234567890123456789\(row),a\(row % 2)\n"
        }
        let fixture = try DataFixture()
        let report = try await fixture.run(header + lines.joined())
        #expect(report.schema.columns.map(\.type) == [.integer, .number, .boolean, .text, .text, .text])
        let rows = try await fixture.rows(report.schema).flatMap { $0 }
        #expect(rows.contains { $0.hasPrefix("-11,115,false,011,") })
    }

    @Test func anIntegerTargetOfFewValuesIsClassifiedAndANumberRegressed() async throws {
        var fixture = try DataFixture()
        fixture.configuration.target = "grade"
        let grades = try await fixture.run("x,grade\n" + (0..<40).map { "\($0),\([10, 2, 3][$0 % 3])\n" }.joined())
        #expect(grades.schema.targetColumn?.categories == ["2", "3", "10"])
        #expect(grades.schema.task == .multiclass)
        #expect(grades.splits[0].classes.map(\.name) == ["2", "3", "10"])
        let numbers = try await fixture.run("x,grade\n" + (0..<40).map { "\($0),\($0).25\n" }.joined())
        #expect(numbers.schema.task == .regression)
        #expect(numbers.splits[0].classes.isEmpty)
        let many = try await fixture.run("x,grade\n" + (0..<40).map { "\($0),\($0)\n" }.joined())
        #expect(many.schema.task == .regression)
    }

    @Test func rowsWithoutTargetAreDroppedAndCounted() async throws {
        let fixture = try DataFixture()
        let report = try await fixture.run(DataFixture.csv(replacing: [3: "2,blue,", 9: "8,blue,"]))
        #expect(report.rowsRead == 40)
        #expect(report.withoutTarget == 2)
        #expect(report.rows == 38)
        #expect(report.schema.targetColumn?.nullable == true)
        #expect(report.warnings.first == "dropped 2 rows in which the target `label` is missing")
    }

    @Test func rowsInSeveralPartsAreCounted() async throws {
        var fixture = try DataFixture()
        #expect(try await fixture.run(DataFixture.csv()).json["split"]?["shared_rows"] == .int(0))
        // Forty times the same row is in every part.
        let same = "x,colour,label\n" + String(repeating: "1,red,no\n", count: 38) + "2,,yes\n3,,yes\n"
        #expect(try await fixture.run(same).sharedRows == 38)
        fixture.configuration.clean.dropDuplicates = true
        #expect(try await fixture.run(same + DataFixture.csv().split(separator: "\n").dropFirst().joined(separator: "\n")).sharedRows == 0)
    }

    @Test func duplicatesAreDroppedOnRequest() async throws {
        var fixture = try DataFixture()
        let text = DataFixture.csv() + DataFixture.rows[3] + "\n" + DataFixture.rows[3] + "\n"
        #expect(try await fixture.run(text).rows == 42)
        fixture.configuration.clean.dropDuplicates = true
        let report = try await fixture.run(text)
        #expect(report.duplicates == 2)
        #expect(report.rows == 40)
    }

    /// A row without a target is that, and no duplicate, however often it is there.
    @Test func rowsWithoutATargetAreNoDuplicates() async throws {
        var fixture = try DataFixture()
        fixture.configuration.clean.dropDuplicates = true
        let cut = DataFixture.rows[3].split(separator: ",", omittingEmptySubsequences: false).dropLast().joined(separator: ",") + ",\n"
        let report = try await fixture.run(DataFixture.csv() + cut + cut + DataFixture.rows[3] + "\n")
        #expect(report.rowsRead == 43 && report.withoutTarget == 2 && report.duplicates == 1 && report.rows == 40)
    }

    @Test func aColumnThatIsNearlyANumberIsWarnedOf() async throws {
        let fixture = try DataFixture()
        let report = try await fixture.run(DataFixture.csv(replacing: [3: "unknown,blue,no"]))
        #expect(
            report.warnings.first == "the column `x` is text because 1 of its 40 values is no number, the first `unknown`: "
                + "if that means a missing value, `clean: {missing_in: {x: [unknown]}}` says so")
    }

    @Test func statistics() async throws {
        let fixture = try DataFixture()
        let report = try await fixture.run(DataFixture.csv())
        #expect(
            report.columns[0] == [
                "name": "x", "type": "integer", "count": 40, "missing": 0, "distinct": 40, "minimum": 0,
                "lower_quartile": 9.75, "median": 19.5, "upper_quartile": 29.25, "maximum": 39, "mean": 19.5,
                "deviation": 11.69045194450012,
            ])
        #expect(
            report.columns[1] == [
                "name": "colour", "type": "text", "count": 40, "missing": 0, "distinct": 3,
                "top": [
                    ["value": "red", "count": 14], ["value": "blue", "count": 13], ["value": "green", "count": 13],
                ],
            ])
        #expect(try JSON(parsing: fixture.scratch.read("out/data.json")) == report.json)
    }

    @Test(arguments: ["data.csv", "data.tsv", "semicolon.csv", "data.json", "data.ndjson", "it's \"a\" [file].csv"])
    func readsEveryFormat(name: String) async throws {
        var fixture = try DataFixture()
        fixture.configuration.source = name
        let text = DataFixture.csv()
        let objects = DataFixture.rows.map { $0.split(separator: ",") }.map {
            "{\"x\": \($0[0]), \"colour\": \"\($0[1])\", \"label\": \"\($0[2])\"}"
        }
        let content =
            switch name {
            case "data.tsv": text.replacing(",", with: "\t")
            case "semicolon.csv": text.replacing(",", with: ";").replacing("\n", with: "\r\n")
            case "data.json": "[" + objects.joined(separator: ",\n") + "]"
            case "data.ndjson": objects.joined(separator: "\n")
            default: text
            }
        let report = try await fixture.run(content)
        #expect(report.schema.columns.map(\.name) == ["x", "colour", "label"])
        #expect(try await fixture.rows(report.schema).flatMap { $0 }.sorted() == DataFixture.rows.sorted())
    }

    @Test func readsParquetAndGzipAndGlobs() async throws {
        var fixture = try DataFixture()
        let csv = try fixture.scratch.write(DataFixture.csv(), to: "in/a.csv")
        _ = try await Command("gzip", ["-k", csv.string]).run()
        let parquet = fixture.scratch.path.appending("a.parquet")
        try TableEngine(stageContext()).run("COPY (FROM '\(csv)') TO '\(parquet)';", to: "write")
        for source in ["in/a.csv.gz", "a.parquet"] {
            fixture.configuration.source = source
            #expect(try await fixture.run().rows == 40)
        }
        try fixture.scratch.write("label,x,colour\nyes,100,red\n", to: "in/b.csv")
        fixture.configuration.source = "in/*.csv"
        let report = try await fixture.run()
        #expect(report.rows == 41)
        #expect(try await fixture.rows(report.schema).flatMap { $0 }.contains("100,red,yes"))
    }

    /// Files that came with more columns, of every format; the rows of those that lack one have no value there.
    @Test func filesOfAUnionNeedNotHaveAllColumns() async throws {
        var fixture = try DataFixture()
        fixture.configuration.read.columns = .union
        fixture.configuration.source = "in/*"
        try fixture.scratch.write(DataFixture.csv(), to: "in/a.csv")
        try fixture.scratch.write("label,size,x\nyes,1.5,100\nno,2.5,101\n", to: "in/b.csv")
        try fixture.scratch.write(
            "{\"x\": 102, \"label\": \"no\", \"colour\": \"red\"}\n{\"x\": 103, \"label\": \"yes\"}\n", to: "in/c.jsonl")
        let database = "import sqlite3; base = sqlite3.connect('in/d.db'); base.execute('CREATE TABLE t (size REAL, label TEXT)'); "
            + "base.execute(\"INSERT INTO t VALUES (9.5, 'no')\"); base.commit()"
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        try #require(try await BuiltTool.run(python, ["-c", database], in: fixture.scratch.path).status == 0)
        let run = try await fixture.run()
        #expect(run.report.rows.kept == 45 && run.schema.columns.map(\.name) == ["x", "colour", "label", "size"])
        #expect(run.report.columns.map(\.missing) == [1, 4, 0, 42])
        #expect(run.schema.columns.map(\.nullable) == [true, true, false, true])
        #expect(run.report.columns[3].maximum == 9.5 && run.report.columns[0].maximum == 103)
    }

    @Test func aTableNeedNotHaveATarget() async throws {
        var fixture = try DataFixture()
        (fixture.configuration.target, fixture.configuration.task) = ("", .absent)
        let run = try await fixture.run(DataFixture.csv())
        #expect(run.report.rows.kept == 40 && run.report.target.isEmpty && run.report.task == nil)
        #expect(run.schema.target.isEmpty && run.schema.features.map(\.name) == ["x", "colour", "label"])
        let text = try LocalFileSystem().readText(fixture.paths.schema)
        #expect(!text.contains("\ntarget:"))
        #expect(run.report.splits.map(\.rows) == [20, 10, 10] && run.report.splits.allSatisfy(\.classes.isEmpty))
        // The schema is kept, and enforced.
        try fixture.scratch.write(text, to: "schema.yaml")
        #expect(try await fixture.run().rows == 40)
        let wrong = await fixture.failure(DataFixture.csv(replacing: [3: "2,violet,no"]))
        #expect(wrong.contains("the column `colour` has 1 value that is none of its categories") || wrong.contains("`violet`"), "\(wrong)")
        // One of the two says that there is a target.
        (fixture.configuration.target, fixture.configuration.task) = ("label", nil)
        #expect(await fixture.failure(DataFixture.csv()).hasPrefix("error: the schema has no target, the stage's is `label`\n"))
        try fixture.scratch.write(
            "target: label\n" + text.split(separator: "\n").drop { $0 != "columns:" }.joined(separator: "\n") + "\n", to: "schema.yaml")
        (fixture.configuration.target, fixture.configuration.task) = ("", .absent)
        #expect(await fixture.failure(DataFixture.csv()).hasPrefix("error: the schema's target is `label`, the stage has no target\n"))
    }

    @Test func columnsOfAnyNameSurvive() async throws {
        let fixture = try DataFixture()
        let header = "\"a \"\"b\"\", c\",größe,label,select,\n"
        let report = try await fixture.run(header + (0..<12).map { "\($0),\($0).5,l\($0 % 2),x,y\n" }.joined())
        #expect(report.schema.columns.map(\.name) == ["a \"b\", c", "größe", "label", "select", "column_5"])
        let table = try await fixture.table(fixture.paths.train, report.schema)
        #expect(table.columns.map(\.name) == report.schema.columns.map(\.name))
    }

    @Test func aSchemaThatIsThereIsEnforcedAndKept() async throws {
        let fixture = try DataFixture()
        let first = try await fixture.run(DataFixture.csv())
        let edited = "# reviewed\n" + first.schema.yaml
        try fixture.scratch.write(edited, to: "schema.yaml")
        let second = try await fixture.run()
        #expect(second.schema == first.schema)
        #expect(try fixture.scratch.read("out/schema.yaml") == edited)
    }

    private func number(_ row: String) -> Int { Int(row.prefix { $0 != "," }) ?? -1 }

    private func outputs(_ fixture: DataFixture) -> [FilePath] {
        let paths = fixture.paths
        return [paths.train, paths.valid, paths.test, paths.schema, paths.report]
    }
}
