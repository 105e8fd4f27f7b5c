import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A table in a folder that is there already is for `mlkit init`.
extension NewTableTests {
    /// A script that is called as the template's is not run in its place, nor tested.
    @Test func aScriptOfTheProjectIsNotRunAsTheTemplates() async throws {
        let rows = (0..<60).map { "\($0 * 7 % 13),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
        try scratch.write("x,kind\n" + rows, to: "repo/sales.csv")
        try scratch.write("print('mine')\n", to: "repo/src/report.py")
        let table = ["--data", "repo/sales.csv", "--target", "kind"]
        let made = try await BuiltTool.mlkit(["init", "-C", "repo", "--template", "tabular", "--accept", "all"] + table, in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
        let remark = "stage `report` of the template: `src/report.py` is yours, and not the one that it runs\n"
        #expect(made.output.contains(remark), "\(made.output)")
        #expect(made.output.contains(#/src\/tests\/test_report\.py +`src\/report\.py`, which it tests, is yours\n/#))
        let spec = try scratch.read("repo/mlkit.yaml")
        #expect(spec.contains("\n  deploy:\n") && !spec.contains("\n  report:\n"))
        #expect(try scratch.read("repo/src/report.py") == "print('mine')\n" && !scratch.exists("repo/src/tests/test_report.py"))
        #expect(try await BuiltTool.mlkit(["status", "-C", "repo"], in: scratch.path).status == 0)
    }

    /// It is adopted where it is.
    @Test func aTableInTheFolderIsForInit() async throws {
        try write("x,kind", to: "repo/data/t.csv") { "\($0 * 37 % 101),\($0 % 3)" }
        let refused = try await mlkit("new", "repo", "--data", "repo/data/t.csv", "--target", "kind", "--defaults")
        #expect(refused.status == 1)
        #expect(
            refused.error.contains("hint: `mlkit init -C repo --template tabular --data repo/data/t.csv` makes a project of what is there"))
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
            #expect(
                shown.output.contains("source: t.csv   # 300 rows, 2 columns") && shown.output.contains("target: label "), "\(arguments)")
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
        #expect(several.error == "error: it is not known which table is meant, since there are 2: `flats.csv` and `more.csv`\n\nhint: "
            + "name it with `--data FILE`\n")
        #expect(try await mlkit("new", "p", "--target", "b").status == 64)
        let noDatabase = try await mlkit("init", "-C", "repo", "--data", "repo/more.csv", "--table", "b")
        #expect(noDatabase.status == 1 && noDatabase.error.contains("is for databases"), "\(noDatabase.error)")
        try scratch.write("mlkit: 1\nproject: {name: repo}\n", to: "repo/mlkit.yaml")
        #expect(try await mlkit("init", "-C", "repo", "--accept", "missing").status == 0)
        let late = try await mlkit("init", "-C", "repo", "--accept", "missing", "--target", "b")
        #expect(late.status == 1 && late.error.hasPrefix("error: the project has a template already: "), "\(late.error)")
    }

    /// A folder with tables and no stages is told how it comes to some; layouts are spoken of where there is one.
    @Test func aFolderWithATableIsToldTheWay() async throws {
        try write("a,b", to: "repo/flats.csv") { "\($0 % 5),\($0 * 37 % 101)" }
        let one = try await mlkit("init", "-C", "repo")
        let way = "  if something in `flats.csv` is to be predicted: `mlkit init --data flats.csv --target COLUMN` proposes all stages "
            + "for it\n"
        #expect(one.output.contains(way) && !one.output.contains("  layout "), "\(one.output)")
        try write("a,b", to: "repo/data/more.csv") { "\($0),1" }
        let several = try await mlkit("init", "-C", "repo")
        #expect(several.output.contains("`mlkit init --data FILE --target COLUMN` proposes")
            && several.output.contains("  layout  classic\n"), "\(several.output)")
        #expect(try await !mlkit("init", "-C", "repo", "--target", "b", "--data", "repo/flats.csv")
            .output.contains("is to be predicted: `"))
    }

    @Test func aDatabaseIsAdoptedByOneOfItsTables() async throws {
        try LocalFileSystem().makeDirectory(scratch.path.appending("repo"))
        let script = "import sqlite3; c = sqlite3.connect('repo/shop.sqlite'); [c.execute(f'create table \"{t}\" (x real, kind text)') "
            + "for t in ('old sales', 'sales')]; [c.execute('insert into sales values (?, ?)', (i * 37 % 101, 'ab'[i % 2])) for i in "
                + "range(300)]; c.commit()"
        #expect(try await BuiltTool.run("python3", ["-c", script], in: scratch.path).status == 0)
        let open = try await mlkit("init", "-C", "repo", "--target", "kind")
        #expect(open.status == 1)
        #expect(
            open.error.hasSuffix(
                """
                note: `old sales`
                note: `sales`

                hint: say it with `--table`, for example `--table 'old sales'`; `--read '{query: …}'` takes rows of several

                """), "\(open.error)")
        let said = try await mlkit("init", "-C", "repo", "--target", "kind", "--table", "sales")
        #expect(said.status == 0 && said.output.contains("read: {table: sales}"), "\(said.error)")
        let asked = try await PseudoTerminal.mlkit(
            ["init", "-C", "repo", "--target", "kind", "--defaults"], answers: [], in: scratch.path,
            environment: ["MLKIT_ENGINES": BuiltTool.sourceRoot.appending("engines").string])
        #expect(asked.status == 1 && asked.output.contains("error: which of the 2 tables of "), "\(asked.output)")
        let chosen = try await PseudoTerminal.mlkit(
            ["init", "-C", "repo", "--target", "kind"], answers: ["2"], in: scratch.path,
            environment: ["MLKIT_ENGINES": BuiltTool.sourceRoot.appending("engines").string])
        #expect(chosen.output.contains("is the project for?\n  1) old sales\n  2) sales\ntable [old sales]: 2\n"), "\(chosen.output)")
        #expect(chosen.output.contains("read: {table: sales}"), "\(chosen.output)")
    }

    /// The suggestion is shown before anybody is asked, and what was chosen afterwards.
    @Test func theColumnIsAskedAfterTheProposal() async throws {
        try write("a,kind,b", to: "repo/t.csv") { "\($0 % 5),\($0 % 2 == 0 ? "k" : "l"),\($0 * 37 % 101)" }
        let outcome = try await PseudoTerminal.mlkit(
            ["init", "-C", "repo", "--data", "repo/t.csv"], answers: ["kind"], in: scratch.path,
            environment: ["MLKIT_ENGINES": BuiltTool.sourceRoot.appending("engines").string])
        let output = outcome.output
        let shown = try #require(output.firstRange(of: "# the column to predict: guessed, since the last column"))
        let asked = try #require(
            output.firstRange(of: "\nquestions; Enter takes what stands in brackets\nWhich column of `repo/t.csv` is to be predicted?\n"))
        #expect(shown.upperBound < asked.lowerBound)
        #expect(outcome.status == 1 && output.contains("error: the input ended"))
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
        #expect(!spec.contains("src/train.py")
            && spec.contains("# - `train` (Makefile, line 1): the stages are those for the table that was named;"))
        let status = try await mlkit("status", in: "repo")
        #expect(status.status == 0 && status.output.contains(" ingest ") && status.output.contains(" deploy "), "\(status.output)")
    }
}
