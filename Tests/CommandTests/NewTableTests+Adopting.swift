import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A table in a folder that is there already is for `mlkit init`.
extension NewTableTests {
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
}
