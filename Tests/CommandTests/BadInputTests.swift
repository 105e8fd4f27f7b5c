import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What a user reads when the input is not what it should be.
@Suite struct BadInputTests {
    /// The whole text of a run whose first stage fails with `message`.
    private func failed(_ message: String, because reason: String = "it has not run yet", log: Bool = true) -> String {
        """
        run  ingest    \(reason)
        FAIL ingest TIME\(log ? "  see logs/ingest.log" : "")
        \(message)
        wait train     not run, because another stage failed
        wait evaluate  not run, because another stage failed
        0 stages run, 1 failed, 2 not run in TIME

        """
    }

    @Test func aSpecThatIsNotYAMLIsShownWhereItBreaks() async throws {
        let project = try SmallProject()
        try project.scratch.write("mlkit: 1\nproject: {name: p\nstages: {}\n", to: "mlkit.yaml")
        for command in ["run", "status", "check", "serve"] {
            let outcome = try await project.mlkit(command)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(
                outcome.error == """
                    error: this is not YAML: did not find expected ',' or '}'
                     --> mlkit.yaml:3:7
                      |
                    3 | stages: {}
                      |       ^
                    note: while parsing a flow mapping that begins on line 2

                    """)
        }
    }

    @Test func aSpecThatIsNotTextIsRefused() async throws {
        let project = try SmallProject()
        try LocalFileSystem().write(
            Array("mlkit: 1\nproject: {name: ".utf8) + [0xFF, 0x0A], to: project.path.appending("mlkit.yaml"))
        let outcome = try await project.mlkit("run")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: this byte is not UTF-8
                 --> mlkit.yaml:2:17
                  |
                2 | project: {name: \u{FFFD}
                  |                 ^

                hint: save the file with the encoding UTF-8

                """)
    }

    @Test(arguments: [
        (["stauts"], "Unexpected argument 'stauts'. Did you mean 'status'?"),
        (["cache", "verfy"], "Unexpected argument 'verfy'. Did you mean 'verify'?"),
        (["stauts", "--format", "json"], "Unexpected argument 'stauts'. Did you mean 'status'?"),
        (["check", "dnoe", "scoping.goal"], "Unexpected argument 'dnoe'. Did you mean 'done'?"),
        (["cache", "frobnicate"], "Unexpected argument 'frobnicate'"),
        (["stage-guarf"], "Unexpected argument 'stage-guarf'"),
    ]) func aMistypedCommandIsSuggested(arguments: [String], complaint: String) async throws {
        let scratch = try ScratchDirectory()
        let outcome = try await BuiltTool.mlkit(arguments, in: scratch.path)
        #expect(outcome.status == 64)
        #expect(outcome.error.hasPrefix("Error: \(complaint)\nUsage: "), "\(outcome.error)")
    }

    @Test func anUnknownStageIsSuggested() async throws {
        let outcome = try await SmallProject().mlkit("run", "trian")
        #expect(outcome.status == 1)
        #expect(outcome.error == "error: unknown stage `trian`\n\nhint: did you mean `train`?\n")
    }

    /// A table that cannot be used, and what is said of it.
    struct Table: CustomTestStringConvertible, Sendable {
        let text: String
        let message: String

        init(_ text: String, _ message: String) {
            self.text = text
            self.message = message
        }

        var testDescription: String { message }
    }

    @Test(arguments: [
        Table("", "error: `data.csv` is empty"),
        Table("x,colour,label\n", "error: `data.csv` has a header but no rows"),
        Table(
            SmallProject.table.replacing(",no\n", with: ",yes\n"),
            "error: the target `label` has the same value in every row: there is nothing to predict"
        ),
        Table(
            SmallProject.table.replacing("label", with: "lable"),
            "error: there is no column `label`, the target, in `data.csv`\n\nhint: did you mean `lable`?"
        ),
        Table(
            SmallProject.table + "1,red\n",
            "error: cannot read `data.csv`: the row has 2 values where the header has 3 columns\n"
                + "  --> data.csv:62:1\n   |\n62 | 1,red\n   | ^^^^^\n\n"
                + "hint: mend the row; `read: {ragged: drop}` leaves such rows out, `fill` takes what is missing for missing"
        ),
    ])
    func dataThatCannotBeUsedIsRefused(table: Table) async throws {
        let project = try SmallProject(table: table.text)
        #expect(try await project.failure() == failed(table.message))
        #expect(try !project.scratch.exists("data/train/ingest.parquet"))
        #expect(try !project.scratch.exists("data/schema.yaml"))
        #expect(try project.scratch.read("logs/ingest.log") == table.message + "\n")
    }

    @Test func dataThatIsNotTextIsRefused() async throws {
        let project = try SmallProject()
        try LocalFileSystem().write(
            Array(SmallProject.table.utf8) + [0x31, 0x2C, 0xFF, 0x2C, 0x6E, 0x6F, 0x0A],
            to: project.path.appending("data.csv"))
        #expect(
            try await project.failure()
                == failed(
                    """
                    error: cannot read `data.csv`: the row is not UTF-8 text
                      --> data.csv:62:1
                       |
                    62 | 1,�,no
                       | ^^^^^^

                    hint: if the file is Latin-1 or Windows-1252, say so: `read: {encoding: latin-1}`
                    """))
    }

    @Test func aSourceThatIsNotThereIsNamed() async throws {
        let project = try SmallProject(table: nil)
        #expect(
            try await project.failure() == """
                error: the input `data.csv` of stage `ingest` is not there, and no stage makes it
                 --> mlkit.yaml:4:3
                  |
                4 |   ingest:
                  |   ^^^^^^

                hint: put the file there, or mend the path

                """)
    }

    @Test func dataThatDoesNotFitTheirSchemaAreRefused() async throws {
        let project = try SmallProject()
        try SampleProject.expectSuccess(try await project.mlkit("run"))
        let lines = SmallProject.table.split(separator: "\n")
        try project.scratch.write(
            (lines[..<4] + ["many,red,no"] + lines[5...]).joined(separator: "\n") + "\n", to: "data.csv")
        #expect(
            try await project.failure()
                == failed(
                    """
                    error: the column `x` has 1 value that is not an integer
                      --> data/schema.yaml:15:11
                       |
                    15 |     type: integer
                       |           ^^^^^^^
                    note: the first, `many`, is in row 4 of `data.csv`, the header not counted

                    hint: mend the data, add what means a missing value to `clean.missing`, or change the type in \
                    `data/schema.yaml`
                    """, because: "`data.csv` changed"))
        try project.scratch.write(SmallProject.table.replacing("colour", with: "color"), to: "data.csv")
        #expect(
            try await project.failure()
                == failed(
                    """
                    error: the column `colour` is missing from `data.csv`
                      --> data/schema.yaml:16:3
                       |
                    16 |   colour:
                       |   ^^^^^^

                    hint: is `color` meant?

                    error: the column `color` of `data.csv` is not in the schema

                    hint: add it to `data/schema.yaml`, or to `clean.drop`
                    """, because: "`data.csv` changed"))
        // What was made from good data is still there, and good data make it whole again.
        try project.scratch.write(SmallProject.table, to: "data.csv")
        #expect(try await project.mlkit("run").error == "nothing to do: 3 stages up to date\n")
    }

    @Test func aSchemaThatIsWrongIsShownWhereItIs() async throws {
        let project = try SmallProject()
        try SampleProject.expectSuccess(try await project.mlkit("run", "ingest"))
        let schema = try project.scratch.read("data/schema.yaml")
        try project.scratch.write(schema + "  size:\n    type: integr\n", to: "data/schema.yaml")
        #expect(
            try await project.failure()
                == failed(
                    """
                    error: unknown type `integr`
                      --> data/schema.yaml:28:11
                       |
                    28 |     type: integr
                       |           ^^^^^^

                    hint: did you mean `integer`?
                    """, because: "`data/schema.yaml` was edited"))
        try project.scratch.write(schema + "  size:\n    type: integer\n", to: "data/schema.yaml")
        let missing = try await project.failure()
        #expect(missing.contains("error: the column `size` is missing from `data.csv`\n  --> data/schema.yaml:27:3\n"))
    }

    @Test func aFolderInTheWayOfAnOutputIsKeptAndNamed() async throws {
        let project = try SmallProject()
        try project.scratch.write("mine", to: "reports/data.json/notes.txt")
        let outcome = try await project.mlkit("run")
        #expect(outcome.status == 0, "\(outcome.error)")
        let note = try #require(
            outcome.error.firstMatch(of: #/`reports/data.json` was not as a run of `ingest` left it; what stood there is kept as `(.+)`/#))
        #expect(try project.scratch.read("\(note.1)/notes.txt") == "mine")
    }

    @Test func aFileInTheWayOfAFolderIsNamed() async throws {
        let project = try SmallProject()
        try project.scratch.write("mine", to: "logs")
        let message = "error: cannot make the folder `\(project.path)/logs`: a file of that name is in the way"
        #expect(try await project.failure() == failed(message, log: false))
        #expect(try project.scratch.read("logs") == "mine")
    }

    @Test func failuresAreJSONToo() async throws {
        let project = try SmallProject(table: "x,colour,lable\n1,red,no\n")
        let lines = try await project.mlkit("run", "--format", "json").output.split(separator: "\n")
        let event = try #require(try lines.map { try JSON(parsing: Array($0.utf8)) }.first { $0["event"] == "failed" })
        #expect(event["stage"] == "ingest")
        #expect(event["log"] == "logs/ingest.log")
        #expect(
            event["diagnostics"] == [
                [
                    "severity": "error", "message": "there is no column `label`, the target, in `data.csv`",
                    "location": nil, "notes": [], "hint": "did you mean `lable`?",
                ]
            ])
    }

    @Test func aStageThatCrashesShowsTheEndOfItsLog() async throws {
        let project = try SmallProject()
        try project.scratch.write(
            "mlkit: 1\nproject: {name: p}\nstages:\n  crash: {run: 'echo working; kill -9 $$'}\n", to: "mlkit.yaml")
        #expect(
            try await project.failure() == """
                run  crash  it has not run yet
                FAIL crash TIME  see logs/crash.log
                     | working
                error: the command of stage `crash` was ended by signal 9
                 --> mlkit.yaml:4:3
                  |
                4 |   crash: {run: 'echo working; kill -9 $$'}
                  |   ^^^^^
                0 stages run, 1 failed in TIME

                """)
    }

    @Test func rowsThatAreLeftOutAreToldOf() async throws {
        let project = try SmallProject(table: SmallProject.table + "1,red,\n2,red,\n")
        let outcome = try await project.mlkit("run", "ingest")
        #expect(outcome.status == 0)
        #expect(outcome.error.contains("\nwarning: dropped 2 rows in which the target `label` is missing\n"))
    }
}
