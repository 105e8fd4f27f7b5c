import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Files are read as the project's stages read theirs, whichever command is given them.
@Suite struct FileReadingTests {
    private let scratch: ScratchDirectory

    /// One of two tables of a database, with decimal commas.
    private static let database = """
        import sqlite3
        for name in ["shop.db", "new.db"]:
            base = sqlite3.connect(name)
            base.execute("create table notes (text text)")
            base.execute("create table sales (id text, size real, kind text, price text)")
            for row in range(60):
                base.execute("insert into sales values (?, ?, ?, ?)", (f"{row:03}", row % 7, "ab"[row % 2], f"{row % 7 * 3},5"))
            base.commit()
        other = sqlite3.connect("other.db")
        other.execute("create table a (x real)")
        other.execute("create table b (x real)")
        """

    private static let spec = """
        mlkit: 1
        project: {name: p}
        stages:
          ingest:
            kind: data
            source: shop.db
            target: price
            read: {table: sales, decimal: ","}
            clean: {drop: [id]}
            split: {train: 0.6, valid: 0.2, test: 0.2}
          train: {kind: train, data: "${stages.ingest}", model: {name: line, kind: linear}}

        """

    init() throws { scratch = try ScratchDirectory() }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    private func makeProject() async throws {
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let made = try await BuiltTool.run(python, ["-c", Self.database], in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
        try scratch.write(Self.spec, to: "mlkit.yaml")
        let run = try await mlkit("run")
        #expect(run.status == 0, "\(run.error)")
    }

    @Test func theTableOfADatabaseIsThatOfItsStage() async throws {
        try await makeProject()
        let shown = try await mlkit("data", "show", "shop.db", "--format", "json")
        let columns = try JSON(parsing: Array(shown.output.utf8))["columns"]?.array ?? []
        #expect(columns.first { $0["name"] == "price" }?["type"] == "number", "\(shown.error)")
        let refused = try await mlkit("data", "show", "shop.db", "--read", "{}")
        #expect(refused.status == 1 && refused.error.contains("has 2 tables: `notes` and `sales`"), "\(refused.error)")

        let model = "models/line/model.onnx"
        let explained = try await mlkit("explain", model, "shop.db")
        #expect(explained.status == 0 && explained.output.contains("on 60 rows of `shop.db`"), "\(explained.error)")
        // Another file of the kind, for a model of the project: what is kept is typed as the stage types it, what no stage knows stays.
        for file in ["shop.db", "new.db"] {
            let answered = try await mlkit("predict", model, file, "-o", "answers.csv", "--keep", "price", "--keep", "id")
            #expect(answered.output == "answered 60 rows in `answers.csv`\n", "\(answered.error)")
            #expect(try scratch.read("answers.csv").hasPrefix("price,id,prediction\n0.5,000,"))
        }
        #expect(try await mlkit("data", "compare", "shop.db", "new.db").output.hasSuffix("of 4 columns none differs\n"))
        let other = try await mlkit("predict", model, "other.db", "-o", "more.csv")
        #expect(
            other.error == """
                error: `other.db` has no table `sales`
                note: it was read as `read` of the stage `ingest` says; `--read '{}'` reads it otherwise

                hint: known are `a` and `b`

                """)
        // What has no tables is read without.
        try scratch.write("size,kind\n1,a\n", to: "rows.csv")
        let plain = try await mlkit("predict", model, "rows.csv", "-o", "more.csv")
        #expect(plain.output == "answered 1 row in `more.csv`\n", "\(plain.error)")
        // Shells complete what there is.
        let completed = try await BuiltTool.mlkit(
            ["---completion", "predict", "--", "--keep", "5", "0", "mlkit", "predict", model, "shop.db", "--keep", ""], in: scratch.path,
            environment: ["SAP_SHELL": "bash", "SAP_SHELL_VERSION": "5.2"])
        #expect(completed.output == "id\nsize\nkind\nprice\n", "\(completed.error)")
        let models = try await BuiltTool.mlkit(
            ["---completion", "predict", "--", "positional@0", "2", "0", "mlkit", "predict", ""], in: scratch.path,
            environment: ["SAP_SHELL": "bash", "SAP_SHELL_VERSION": "5.2"])
        #expect(models.output == "\(model)\n", "\(models.error)")
    }

    /// Of two stages that read one file otherwise, neither decides; a file that is no source is read as if there were no project.
    @Test func whatStagesDisagreeOnIsNotGuessed() async throws {
        try scratch.write("a;b\n1,5;x\n2,5;y\n", to: "in/x.csv")
        try scratch.write("a,b\n1.5,x\n2.5,y\n", to: "y.csv")
        let stage = "{kind: data, source: 'in/*.csv', target: b, read: {delimiter: ';', decimal: ','}}"
        try scratch.write("mlkit: 1\nproject: {name: p}\nstages:\n  one: \(stage)\n", to: "mlkit.yaml")
        func type(_ file: String) async throws -> JSON? {
            let shown = try await mlkit("data", "show", file, "--format", "json")
            return try JSON(parsing: Array(shown.output.utf8))["columns"]?.array?.first?["type"]
        }
        #expect(try await type("in/x.csv") == "number")
        #expect(try await type("in") == "number")
        #expect(try await type("y.csv") == "number")
        let other = stage.replacing("decimal: ','", with: "decimal: '.'")
        try scratch.write("mlkit: 1\nproject: {name: p}\nstages:\n  one: \(stage)\n  two: \(other)\n", to: "mlkit.yaml")
        let shown = try await mlkit("data", "show", "in/x.csv")
        #expect(shown.error.contains("warning:"), "\(shown.error)")
    }

    @Test func aMistypedFileIsAskedBackWithItsFolder() async throws {
        try scratch.write("a,b\n1,x\n", to: "flats.csv")
        try scratch.write("x", to: "inner/notes.txt")
        for command in [["data", "show"], ["new", "p", "--data"]] {
            let outcome = try await BuiltTool.mlkit(command + ["../flat.csv"], in: scratch.path.appending("inner"))
            #expect(outcome.error.contains("hint: did you mean `../flats.csv`?\n"), "\(command): \(outcome.error)")
        }
    }
}
