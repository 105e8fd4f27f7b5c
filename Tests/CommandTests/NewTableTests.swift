import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit new --data`: a project for a table.
@Suite struct NewTableTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    func mlkit(_ arguments: String..., in folder: String = "") async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path.pushing(FilePath(folder)))
    }

    /// Writes a table with pandas.
    func python(_ script: String) async throws {
        let made = try await BuiltTool.run(
            BuiltTool.sourceRoot.pushing(".venv/bin/python").string, ["-c", "import pandas as pd, numpy as np\n" + script],
            in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
    }

    func entries() throws -> [String] { try LocalFileSystem().list(scratch.path) }

    func write(_ header: String, to name: String = "t.csv", rows: Int = 300, _ row: (Int) -> String) throws {
        try scratch.write(header + "\n" + (0..<rows).map { row($0) + "\n" }.joined(), to: name)
    }

    // MARK: Real tables

    /// The whole path: what is made runs, passes its own tests, has nothing to be brought into line with, and is served.
    @Test(arguments: [
        ("iris", "load_iris", "target", "classification", "csv"), ("wine", "load_wine", "target", "classification", "parquet"),
        ("diabetes", "load_diabetes", "target", "regression", "jsonl"),
        ("cancer", "load_breast_cancer", "target", "classification", "csv.gz"),
        ("iris", "load_iris", "target", "classification", "sqlite"),
    ])
    func aProjectForATableOfScikitLearnRuns(name: String, loader: String, target: String, task: String, ending: String) async throws {
        let writing = switch ending {
        case "parquet": "f.to_parquet('\(name).parquet')"
        case "sqlite": "import sqlite3\nf.to_sql('flowers', sqlite3.connect('\(name).sqlite'), index=False)"
        case "jsonl": "f.to_json('\(name).jsonl', orient='records', lines=True)"
        default: "f.to_csv('\(name).\(ending)', index=False)"
        }
        try await python("from sklearn import datasets\nf = datasets.\(loader)(as_frame=True).frame\n\(writing)")
        let made = try await mlkit("new", "p", "--data", "\(name).\(ending)", "--defaults")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.output.contains("guessed, since what it is called says so"))
        #expect(made.output.contains("copied to `data/original/\(name).\(ending)`, and not committed"))
        let spec = try scratch.read("p/mlkit.yaml")
        #expect(spec.contains("    target: \(target) ") && spec.contains("    task: \(task) ")
            && spec.contains("drop: []                     # "))
        #expect(!spec.contains("adult") && !spec.contains("income"))
        let run = try await mlkit("run", in: "p")
        #expect(run.status == 0, "\(run.error)")
        #expect(try await mlkit("plan", in: "p").output.hasPrefix("nothing to do"))
        let tests = try await BuiltTool.run("python3", ["-m", "unittest"], in: scratch.path.appending("p"))
        #expect(tests.status == 0, "\(tests.error)")
    }

    @Test func whatWasDecidedIsSaidAndWritten() async throws {
        try write("id,day,district,rooms,price") { row in
            "\(row + 1),\(row / 28 + 2000)-02-\(10 + row % 19),\(["north", "south", "?"][row % 3]),\(1 + row % 5),"
                + "\(900 + row * 7919 % 9973)"
        }
        let made = try await mlkit("new", "flats", "--data", "t.csv", "--target", "price", "--defaults")
        #expect(made.status == 0 && made.error == "", "\(made.error)")
        let commit = try await BuiltTool.run("git", ["rev-parse", "--short=7", "HEAD"], in: scratch.path.appending("flats")).output
        #expect(
            made.output == """
                made `\(scratch.path)/flats`: 24 files, commit \(commit.filter { !$0.isWhitespace })
                copied to `data/original/t.csv`, and not committed: `git add` it if it is small, and others may see it

                `t.csv`: 300 rows, 5 columns
                  target         price       the column to predict: as chosen
                  task           regression  it has 300 different numbers
                  clean.missing  ?           these mean that a value is missing: `?` 100 times in `district`
                  clean.drop     id          has another value in every row: it names rows, and tells nothing of them
                  split.time     day         it is a time: a model is tested on what came after all that it learned from, as it will be used
                note: rows are split by the column `day`, and later rows have other times: models do not see it; `feature: true` in the \
                schema gives it to them
                note: the test split has 45 rows only: figures on it are uncertain; give it a larger share
                mlkit.yaml says so too, key by key: change there what is not right

                next:
                  `cd flats` first
                  write down in data/original/README.md where the data are from
                  `mlkit run` cleans the data, trains the models, compares them and packs the best for serving
                  `mlkit check` shows what else a sound project needs
                  README.md says what each folder is for, mlkit.yaml is where to change things

                """)
        let spec = try scratch.read("flats/mlkit.yaml")
        #expect(
            spec.contains(
                """
                  ingest:
                    kind: data
                    source: data/original/t.csv   # 300 rows, 5 columns when the project was made
                    schema: data/schema.yaml       # found out on the first run and enforced from then on; edit it as you review it
                    page: reports/data.html       # what the columns hold and have to do with each other, as one page
                    target: price                  # the column to predict: as chosen
                    task: regression               # it has 300 different numbers
                    clean:
                      missing: ["?"]               # these mean that a value is missing: `?` 100 times in `district`
                      drop:                        # columns that a model must not see, each for its reason
                        - id                       # has another value in every row: it names rows, and tells nothing of them
                    split:
                      train: 0.7
                      valid: 0.15
                      test: 0.15
                      # it is a time: a model is tested on what came after all that it learned from, as it will be used
                      time: day
                      seed: ${params.seed}

                """), "\(spec)")
        #expect(spec.contains("max_accuracy_drop: 0.02   # of R²; 45 validation rows do not tell less apart\n"))
        #expect(try scratch.read("flats/data/original/t.csv") == scratch.read("t.csv"))
    }

    // MARK: What is brought

    @Test func aFolderOfFilesIsOneTable() async throws {
        for month in 1...3 {
            try write("x\ty", to: "sales 2024/0\(month).tsv", rows: 100) { "\($0 * 37 % 101)\t\($0 * 11 % 97 + month)" }
        }
        let made = try await mlkit("new", "p", "--data", "sales 2024", "--target", "y", "--defaults")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.output.contains("copied 3 files, the first to `data/original/sales 2024/01.tsv`"))
        #expect(try scratch.read("p/mlkit.yaml").contains("source: \"data/original/sales 2024/*.tsv\"   # 300 rows, 2 columns"))
        let run = try await mlkit("run", "ingest", in: "p")
        #expect(run.status == 0, "\(run.error)")
    }

    @Test(arguments: ["my data's \"best\".csv", "sales [1].csv", "${x} #1.csv", "DATA.CSV"])
    func namesOfFilesMayBeAnything(_ name: String) async throws {
        try write("x y,\"a: b\",\"y's\"", to: name) { "\($0 * 37 % 101),\($0 % 7),\($0 * 11 % 97)" }
        let made = try await mlkit("new", "My Project", "--data", name, "--target", "y's", "--defaults")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.output.contains("called `my-project` in mlkit.yaml"))
        let run = try await mlkit("run", "ingest", in: "My Project")
        #expect(run.status == 0, "\(run.error)")
        #expect(try await mlkit("plan", in: "My Project").output.hasPrefix("nothing to do"))
    }

    @Test func theTableOfADatabaseIsNamed() async throws {
        try await python(
            """
            import sqlite3
            base = sqlite3.connect("shop.db")
            pd.DataFrame({"x": np.arange(300) * 37 % 101, "y": np.arange(300) * 11 % 97}).to_sql("sales", base, index=False)
            pd.DataFrame({"x": [1]}).to_sql("other", base, index=False)
            """)
        let new = ["new", "p", "--data", "shop.db", "--target", "y", "--defaults"]
        let open = try await BuiltTool.mlkit(new, in: scratch.path)
        #expect(open.status == 1)
        #expect(
            open.error == """
                error: which of the 2 tables of `shop.db` is meant?
                note: `other`
                note: `sales`

                hint: say it with `--table`, for example `--table other`; `--read '{query: …}'` takes rows of several

                """)
        let wrong = try await BuiltTool.mlkit(new + ["--table", "sale"], in: scratch.path)
        #expect(wrong.status == 1 && wrong.error.contains("`shop.db` has no table `sale`"), "\(wrong.error)")
        let twice = try await BuiltTool.mlkit(new + ["--table", "sales", "--read", "{table: sales}"], in: scratch.path)
        #expect(twice.error == "error: what is read of the database is said twice, by `--table` and by `--read`\n")
        #expect(try await mlkit("new", "p", "--table", "sales").status == 64)
        #expect(try entries() == ["shop.db"])
        let made = try await BuiltTool.mlkit(new + ["--table", "sales"], in: scratch.path)
        #expect(made.status == 0 && made.output.contains("`shop.db`: 300 rows, 2 columns"), "\(made.error)")
        #expect(try scratch.read("p/mlkit.yaml").contains(#/\n    read: \{table: sales\} +# as chosen\n/#))
        let run = try await mlkit("run", "ingest", in: "p")
        #expect(run.status == 0, "\(run.error)")
        #expect(try await mlkit("plan", in: "p").output.hasPrefix("nothing to do"))
    }

    /// What is not UTF-8 is read as what it mostly is, which is said; bytes that are no text stay an error.
    @Test func aFileInLatin1IsRead() async throws {
        let rows = (0..<300).map { "\($0 % 7),\(["Köln", "Bonn"][$0 % 2]),\($0 * 37 % 101)\n" }.joined()
        let bytes = "zahl,Straße,preis\n\(rows)".unicodeScalars.map { UInt8($0.value) }
        try LocalFileSystem().replace(scratch.path.appending("t.csv"), with: bytes, executable: false, isPersonal: false)
        let made = try await mlkit("new", "p", "--data", "t.csv", "--target", "preis", "--defaults")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.output.contains(
            "  read    {encoding: latin-1}  it is not UTF-8, and Latin-1 (or Windows-1252) is what such files mostly are"),
            "\(made.output)")
        let run = try await mlkit("run", "ingest", in: "p")
        #expect(run.status == 0, "\(run.error)")
        #expect(try scratch.read("p/data/schema.yaml").contains("Straße"))
        let said = try await mlkit("new", "q", "--data", "t.csv", "--target", "preis", "--read", "{encoding: utf-8}", "--defaults")
        #expect(said.status == 1 && said.error.contains("is not UTF-8 text"), "\(said.error)")
        try LocalFileSystem().replace(scratch.path.appending("b.csv"), with: (0..<5000).map { UInt8($0 * 7 % 256) }, executable: false,
            isPersonal: false)
        #expect(try await mlkit("new", "r", "--data", "b.csv", "--target", "x", "--defaults").status == 1)
    }

    @Test func aMistypedFileIsMeant() async throws {
        try write("a,b") { "\($0 % 5),\($0)" }
        let outcome = try await mlkit("new", "p", "--data", "tt.csv", "--defaults")
        #expect(outcome.error == "error: there is no file `tt.csv`\n\nhint: did you mean `t.csv`?\n")
    }

    // MARK: Asking

    @Test func theColumnIsChosenOnATerminal() async throws {
        try write("a,kind,id,b") { "\($0 % 5),\($0 % 2 == 0 ? "k" : "l"),\($0),\($0 * 37 % 101)" }
        let outcome = try await PseudoTerminal.mlkit(
            ["new", "p", "--data", "t.csv", "--set", "ci=none", "--set", "license=MIT"],
            answers: ["id", "kid", "9", "3", "packages"] + Array(repeating: "", count: 9), in: scratch.path,
            environment: ["MLKIT_ENGINES": BuiltTool.sourceRoot.appending("engines").string])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(
            outcome.output.hasPrefix(
                """
                looking at `t.csv`
                Which column of `t.csv` is to be predicted?
                  1)  b     integer, 101 different
                  2)  a     integer, 5 different
                  3)  kind  text, 2 different
                target [b]: id
                `id` cannot be predicted: it has another value in every row, which names rows and tells nothing of them
                target [b]: kid
                there is no column `kid`: did you mean `kind`?
                target [b]: 9
                there is no column `9`
                target [b]: 3
                How are the project's folders arranged?
                  1) classic       data by split, notebooks, and one folder with code and its tests
                  2) packages      a package for each task of the code: loading, models, training, evaluation and more
                  3) data-science  as cookiecutter-data-science has it, with one package named after the project
                layout [classic]: packages
                One line that says what the project is about
                title [P]:\u{20}

                """), "\(outcome.output)")
        #expect(try scratch.read("p/mlkit.yaml").contains("target: kind                   # the column to predict: as chosen"))
    }

    @Test func withoutATerminalAnOpenQuestionIsAnError() async throws {
        try write("a,b") { "\($0 % 5),\($0 * 37 % 101)" }
        let outcome = try await mlkit("new", "p", "--data", "t.csv", "--defaults")
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(
            outcome.error == """
                error: which column of `t.csv` is to be predicted?
                note: `a`: integer, 5 different
                note: `b`: integer, 101 different

                hint: say it with `--target`, for example `--target b`, the last column

                """)
        #expect(try entries() == ["t.csv"])
    }
}
