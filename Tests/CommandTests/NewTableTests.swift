import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit new --data`: a project for a table.
@Suite struct NewTableTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func mlkit(_ arguments: String..., in folder: String = "") async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path.pushing(FilePath(folder)))
    }

    /// Writes a table with pandas.
    private func python(_ script: String) async throws {
        let made = try await BuiltTool.run(
            BuiltTool.sourceRoot.pushing(".venv/bin/python").string, ["-c", "import pandas as pd, numpy as np\n" + script], in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
    }

    private func entries() throws -> [String] { try LocalFileSystem().list(scratch.path) }

    private func write(_ header: String, to name: String = "t.csv", rows: Int = 300, _ row: (Int) -> String) throws {
        try scratch.write(header + "\n" + (0..<rows).map { row($0) + "\n" }.joined(), to: name)
    }

    // MARK: Real tables

    /// The whole path: what is made runs, passes its own tests, has nothing to be brought into line with, and is served.
    @Test(arguments: [
        ("iris", "load_iris", "target", "classification", "csv"), ("wine", "load_wine", "target", "classification", "parquet"),
        ("diabetes", "load_diabetes", "target", "regression", "jsonl"), ("cancer", "load_breast_cancer", "target", "classification", "csv.gz"),
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
        #expect(spec.contains("    target: \(target) ") && spec.contains("    task: \(task) ") && spec.contains("drop: []                     # "))
        #expect(!spec.contains("adult") && !spec.contains("income"))
        let run = try await mlkit("run", in: "p")
        #expect(run.status == 0, "\(run.error)")
        #expect(try await mlkit("plan", in: "p").output.hasPrefix("nothing to do"))
        let tests = try await BuiltTool.run("python3", ["-m", "unittest"], in: scratch.path.appending("p"))
        #expect(tests.status == 0, "\(tests.error)")
    }

    @Test func whatWasDecidedIsSaidAndWritten() async throws {
        try write("id,day,district,rooms,price") { row in
            "\(row + 1),\(row / 28 + 2000)-02-\(10 + row % 19),\(["north", "south", "?"][row % 3]),\(1 + row % 5),\(900 + row * 7919 % 9973)"
        }
        let made = try await mlkit("new", "flats", "--data", "t.csv", "--target", "price", "--defaults")
        #expect(made.status == 0 && made.error == "", "\(made.error)")
        let commit = try await BuiltTool.run("git", ["rev-parse", "--short=7", "HEAD"], in: scratch.path.appending("flats")).output
        #expect(
            made.output == """
                made `\(scratch.path)/flats`: 23 files, commit \(commit.filter { !$0.isWhitespace })
                copied to `data/original/t.csv`, and not committed: `git add` it if it is small, and others may see it

                `t.csv`: 300 rows, 5 columns
                  target         price       the column to predict: as was said
                  task           regression  it has 300 different numbers
                  clean.missing  ?           these mean that a value is missing: `?` 100 times in `district`
                  clean.drop     id          has another value in every row: it names rows, and tells nothing of them
                  split.time     day         it is a time: a model is tested on what came after all that it learned from, as it will be used
                note: the test split has 45 rows only: figures on it are uncertain; give it a larger share, or use `cross_validation` in `train`
                mlkit.yaml says so too, key by key: change there what is not right

                next:
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
                    target: price                  # the column to predict: as was said
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
        #expect(made.output.contains("copied to 3 files, the first `data/original/sales 2024/01.tsv`"))
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
        #expect(open.error.contains("`shop.db` has 2 tables: `other` and `sales`") && open.error.contains("hint: say which: `--read '{table: other}'`, or a `query`"))
        let wrong = try await BuiltTool.mlkit(new + ["--table", "sale"], in: scratch.path)
        #expect(wrong.status == 1 && wrong.error.contains("`shop.db` has no table `sale`"), "\(wrong.error)")
        let twice = try await BuiltTool.mlkit(new + ["--table", "sales", "--read", "{table: sales}"], in: scratch.path)
        #expect(twice.error == "error: what is read of the database is said twice, by `--table` and by `--read`\n")
        #expect(try await mlkit("new", "p", "--table", "sales").status == 64)
        #expect(try entries() == ["shop.db"])
        let made = try await BuiltTool.mlkit(new + ["--table", "sales"], in: scratch.path)
        #expect(made.status == 0 && made.output.contains("`shop.db`: 300 rows, 2 columns"), "\(made.error)")
        #expect(try scratch.read("p/mlkit.yaml").contains(#/\n    read: \{table: sales\} +# as was said\n/#))
        let run = try await mlkit("run", "ingest", in: "p")
        #expect(run.status == 0, "\(run.error)")
        #expect(try await mlkit("plan", in: "p").output.hasPrefix("nothing to do"))
    }

    /// It is adopted where it is.
    @Test func aTableInTheFolderIsForInit() async throws {
        try write("x,kind", to: "repo/data/t.csv") { "\($0 * 37 % 101),\($0 % 3)" }
        let refused = try await mlkit("new", "repo", "--data", "repo/data/t.csv", "--target", "kind", "--defaults")
        #expect(refused.status == 1)
        #expect(refused.error.contains("hint: `mlkit init -C repo --template tabular --data repo/data/t.csv` makes a project of what is there"))
        let adopted = try await mlkit(
            "init", "-C", "repo", "--template", "tabular", "--data", "repo/data/t.csv", "--target", "kind", "--defaults", "--accept", "all")
        #expect(adopted.status == 0, "\(adopted.error)")
        let spec = try scratch.read("repo/mlkit.yaml")
        #expect(spec.contains("source: data/t.csv   # 300 rows, 2 columns") && spec.contains("target: kind "))
        let run = try await mlkit("run", in: "repo")
        #expect(run.status == 0, "\(run.error)")
        #expect(try await mlkit("plan", in: "repo").output.hasPrefix("nothing to do"))
    }

    /// The census data are for trying things out: a repository that is adopted has data of its own.
    @Test func anAdoptedProjectHasNoCensusData() async throws {
        try write("x,label", to: "repo/t.csv") { "\($0 * 37 % 101),\($0 % 3)" }
        for arguments in [[], ["--set", "source=t.csv", "--set", "target=label"], ["--set", "data=own"]] {
            let shown = try await BuiltTool.mlkit(
                ["init", "-C", "repo", "--template", "tabular", "--defaults"] + arguments, in: scratch.path)
            #expect(shown.status == 0, "\(shown.error)")
            #expect(shown.output.contains("source: t.csv   # 300 rows, 2 columns") && shown.output.contains("target: label "), "\(arguments)")
            #expect(!shown.output.contains("adult") && !shown.output.contains("income"))
        }
        let outside = try await mlkit("init", "-C", "repo", "--data", "/etc/hostname", "--defaults")
        #expect(outside.status == 1)
    }

    /// Where there is only one, the column is said without it. What is not known is left open, but not where the table is.
    @Test func theOnlyTableNeedsNoName() async throws {
        try write("a,b", to: "repo/flats.csv") { "\($0 % 5),\($0 * 37 % 101)" }
        let open = try await mlkit("init", "-C", "repo", "--template", "tabular")
        #expect(open.status == 0)
        #expect(
            open.error.contains(
                """
                warning: it is not known which column of `flats.csv` is to be predicted: target of the proposed stage is to be filled in

                hint: say it with `--target COLUMN`

                """), "\(open.error)")
        #expect(open.output.contains("source: flats.csv") && !open.output.contains("data/original/repo.csv"))
        for arguments in [["--target", "b"], ["--template", "tabular", "--target", "b"]] {
            let said = try await BuiltTool.mlkit(["init", "-C", "repo"] + arguments, in: scratch.path)
            #expect(said.status == 0 && said.error == "", "\(said.error)")
            #expect(said.output.contains("source: flats.csv   # 300 rows, 2 columns") && said.output.contains("target: b "))
        }
        let wrong = try await mlkit("init", "-C", "repo", "--target", "c")
        #expect(wrong.status == 1 && wrong.error.contains("has no column `c`"), "\(wrong.error)")
        let minimal = try await mlkit("init", "-C", "repo", "--template", "minimal", "--target", "b")
        #expect(minimal.error.hasPrefix("error: the template `minimal` is not for tables\n"))
        try write("a,b", to: "repo/more.csv") { "\($0),1" }
        let several = try await mlkit("init", "-C", "repo", "--target", "b")
        #expect(several.status == 1)
        #expect(several.error == "error: it is not known which table is meant\n\nhint: name it with `--data FILE`\n")
        #expect(try await mlkit("new", "p", "--target", "b").status == 64)
        #expect(try await mlkit("init", "-C", "repo", "--table", "b").status == 64)
        try scratch.write("mlkit: 1\nproject: {name: repo}\n", to: "repo/mlkit.yaml")
        #expect(try await mlkit("init", "-C", "repo", "--accept", "missing").status == 0)
        let late = try await mlkit("init", "-C", "repo", "--accept", "missing", "--target", "b")
        #expect(late.status == 1 && late.error.hasPrefix("error: the project has a template already: "), "\(late.error)")
    }

    /// Stages of other tools come first, and a table that was named before these.
    @Test func aNamedTableComesBeforeStagesOfMake() async throws {
        try write("x,kind", to: "repo/data/wine.csv") { "\($0 * 37 % 101),\($0 % 3)" }
        try scratch.write("train: data/wine.csv\n\tpython src/train.py $< model.pkl\n", to: "repo/Makefile")
        try scratch.write("print(1)\n", to: "repo/src/train.py")
        // A layout that has no name: the template's stages come in it, too.
        try scratch.write("", to: "repo/src/mypkg/__init__.py")
        let own = try await mlkit("init", "-C", "repo", "--template", "tabular", "--defaults")
        #expect(own.output.contains("  not taken over: the stages of the template: the project has stages of its own\n"), "\(own.output)")
        #expect(own.output.contains("    run: python src/train.py data/wine.csv model.pkl\n") && !own.output.contains("kind: data"))
        #expect(own.output.contains("  # - the stages of the template: the project has stages of its own\n"))
        let named = try await mlkit(
            "init", "-C", "repo", "--template", "tabular", "--data", "repo/data/wine.csv", "--target", "kind", "--accept", "all")
        #expect(named.status == 0, "\(named.error)")
        #expect(named.output.contains("  stages     none taken over\n"))
        #expect(
            named.output.contains(
                "  not taken over: `train` (Makefile, line 1): the stages are those for the table that was named; "
                    + "without `--data` and `--target` they are the project's own\n"), "\(named.output)")
        let spec = try scratch.read("repo/mlkit.yaml")
        #expect(spec.contains("source: data/wine.csv   # 300 rows, 2 columns") && spec.contains("target: kind "))
        #expect(!spec.contains("src/train.py") && spec.contains("# - `train` (Makefile, line 1): the stages are those for the table that was named;"))
        let status = try await mlkit("status", in: "repo")
        #expect(status.status == 0 && status.output.contains(" ingest ") && status.output.contains(" deploy "), "\(status.output)")
    }

    // MARK: Asking

    @Test func theColumnIsChosenOnATerminal() async throws {
        try write("a,kind,id,b") { "\($0 % 5),\($0 % 2 == 0 ? "k" : "l"),\($0),\($0 * 37 % 101)" }
        let outcome = try await PseudoTerminal.mlkit(
            ["new", "p", "--data", "t.csv", "--set", "ci=none", "--set", "license=MIT"],
            answers: ["id", "kid", "9", "3"] + Array(repeating: "", count: 9), in: scratch.path,
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
                One line that says what the project is about
                title [P]:\u{20}

                """), "\(outcome.output)")
        #expect(try scratch.read("p/mlkit.yaml").contains("target: kind                   # the column to predict: as was chosen"))
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

    // MARK: What cannot be

    @Test(arguments: [
        ("x,y\n1,2\n2,2\n", "y", "it has the same value in every row"), ("x,y\n", "y", "`t.csv` has a header but no rows"),
        ("", "y", "`t.csv` is empty"), ("x,y\n1,2\n2,3\n", "z", "`t.csv` has no column `z`"),
        ("x,y\n1,2,3\n", "y", "cannot read `t.csv`: the row has 3 values where the header has 2 columns"),
        ("y\n1\n2\n3\n1\n2\n3\n", "y", "`t.csv` has one column only, `y`: there is nothing to learn from"),
        ("a,a\n1,2\n", "a", "the column `a` appears twice"), ("x,y\n1,2\n2,4\n3,5\n", "y", "3 rows are too few to be split"),
        ("x,y\n1,\n2,\n", "y", "it has no values"), ("\0\u{1}\u{2}\n\0\n", "y", ""),
    ])
    func whatIsWrongWithATableIsSaid(text: String, target: String, problem: String) async throws {
        try scratch.write(text, to: "t.csv")
        let outcome = try await mlkit("new", "p", "--data", "t.csv", "--target", target, "--defaults")
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(outcome.error.hasPrefix("error: ") && outcome.error.contains(problem), "\(outcome.error)")
        #expect(!outcome.error.contains(scratch.path.string), "\(outcome.error)")
        #expect(try entries() == ["t.csv"])
    }

    /// What helps is said as this command takes it: there is no mlkit.yaml yet.
    @Test func whatHelpsIsAnOption() async throws {
        let rows = (0..<40).map { "\($0);\($0 * 7 % 13);\($0 % 2)\n" }.joined()
        try LocalFileSystem().write(Array("a;Fl".utf8) + [0xE4] + Array("che;y\n\(rows)".utf8), to: scratch.path.appending("latin.csv"))
        try scratch.write("Report of sales, Berlin\nmade 2024-01-01\n\na;b;y\n\(rows)", to: "titled.csv")
        try scratch.write("Report of sales\nmade 2024-01-01\n\na;b;y\n\(rows)", to: "report.csv")
        let latin = try await mlkit("new", "p", "--data", "latin.csv", "--target", "y", "--defaults")
        #expect(latin.status == 1 && latin.error.hasPrefix("error: cannot read `latin.csv`: the row is not UTF-8 text\n --> latin.csv:1:1\n"))
        #expect(latin.error.hasSuffix("hint: if the file is Latin-1 or Windows-1252, say so: `--read '{encoding: latin-1}'`\n"), "\(latin.error)")
        let hint = "hint: line 4 and those behind it have 3 values each: if the names of the columns stand there, `--read '{skip: 3}'`\n"
        for arguments in [[], ["--target", "y"]] {
            let new = ["new", "p", "--defaults"] + arguments
            let report = try await BuiltTool.mlkit(new + ["--data", "report.csv"], in: scratch.path)
            #expect(report.status == 1)
            #expect(report.error == "error: `report.csv` has one column only, `Report of sales`\n\n\(hint)")
            let titled = try await BuiltTool.mlkit(new + ["--data", "titled.csv"], in: scratch.path)
            #expect(titled.status == 1 && titled.error.hasSuffix(hint), "\(titled.error)")
        }
        let made = try await mlkit("new", "p", "--data", "report.csv", "--target", "y", "--defaults", "--read", "{skip: 3}")
        #expect(made.status == 0 && made.output.contains("`report.csv`: 40 rows, 3 columns"), "\(made.error)")
    }

    @Test func whatIsNoTextIsNoTable() async throws {
        var state: UInt32 = 1
        let noise = (0..<5000).map { _ -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
        try LocalFileSystem().write(noise, to: scratch.path.appending("noise.csv"))
        try LocalFileSystem().write(Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A], to: scratch.path.appending("page.csv"))
        let random = try await mlkit("new", "p", "--data", "noise.csv", "--target", "y", "--defaults")
        #expect(random.error.hasPrefix("error: `noise.csv` is not text, whatever its name says\n"), "\(random.error)")
        let page = try await mlkit("new", "p", "--data", "page.csv", "--target", "y", "--defaults")
        #expect(page.error == "error: `page.csv` is a PDF, whatever its name says, and no table\n")
    }

    /// Its stages are code of its own, which knows nothing of what was found.
    @Test func aTemplateThatTakesTheTargetAloneSaysSo() async throws {
        try write("id,x,kind") { "u\($0)x,\($0 * 37 % 101),\($0 % 3)" }
        let made = try await mlkit("new", "p", "--template", "python", "--data", "t.csv", "--target", "kind", "--defaults")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.output.contains("the template `python` takes over the file, target and task alone: bring the rest into the project yourself\n"))
        #expect(!made.output.contains("mlkit.yaml says so too") && !made.output.contains("put your data"))
        #expect(made.output.contains("your data belongs at data/original/t.csv: describe it in data/original/README.md\n"), "\(made.output)")
    }

    @Test func optionsThatDoNotGoTogetherAreRefused() async throws {
        try write("x,y") { "\($0 * 37 % 101),\($0 % 2)" }
        #expect(try await mlkit("new", "p", "--target", "y").status == 64)
        let minimal = try await mlkit("new", "p", "--data", "t.csv", "--template", "minimal")
        #expect(minimal.error.hasPrefix("error: the template `minimal` is not for tables\n\nhint: `--data` and `--target` go with the template `tabular`"))
        let census = try await mlkit("new", "p", "--data", "t.csv", "--set", "data=census")
        #expect(census.error == "error: `--data` is for a table of your own, and `--set data=census` names another\n")
        let task = try await mlkit("new", "p", "--data", "t.csv", "--target", "y", "--set", "task=regresion", "--defaults")
        #expect(task.error == "error: `regresion` is no task\n\nhint: did you mean `regression`?\n")
        #expect(try entries() == ["t.csv"])
    }

    /// What was said is held to the file, in terms of the answer.
    @Test func answersAreHeldToTheFile() async throws {
        try write("x,y") { "\($0 * 37 % 101),\($0 * 11 % 97).5" }
        let outcome = try await mlkit("new", "p", "--data", "t.csv", "--target", "y", "--set", "task=classification", "--defaults")
        #expect(outcome.status == 1)
        #expect(outcome.error.hasPrefix("error: the task is `classification`, and the target `y` has 97 different numbers in 300 rows: too many to be classes\n"))
        let said = try await mlkit("new", "p", "--data", "t.csv", "--target", "y", "--set", "owner=Ada", "--set", "models=trees", "--defaults")
        #expect(said.status == 0, "\(said.error)")
        let spec = try scratch.read("p/mlkit.yaml")
        #expect(spec.contains("owner: Ada") && !spec.contains("kind: network"))
    }
}
