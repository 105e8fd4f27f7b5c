import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Tables, and answers to what is asked of them, that will not do.
extension NewTableTests {
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
        let latin = try await mlkit("new", "p", "--data", "latin.csv", "--target", "y", "--defaults", "--read", "{encoding: utf-8}")
        #expect(latin.status == 1
            && latin.error.hasPrefix("error: cannot read `latin.csv`: the row is not UTF-8 text\n --> latin.csv:1:1\n"))
        #expect(latin.error.hasSuffix("hint: if the file is Latin-1 or Windows-1252, say so: `--read '{encoding: latin-1}'`\n"),
            "\(latin.error)")
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
        #expect(made.output.contains(
            "the template `python` takes over the file, target and task alone: bring the rest into the project yourself\n"))
        #expect(!made.output.contains("mlkit.yaml says so too") && !made.output.contains("put your data"))
        #expect(
            made.output.contains("your data belongs at data/original/t.csv: describe it in data/original/README.md\n"), "\(made.output)")
    }

    @Test func optionsThatDoNotGoTogetherAreRefused() async throws {
        try write("x,y") { "\($0 * 37 % 101),\($0 % 2)" }
        #expect(try await mlkit("new", "p", "--target", "y").status == 64)
        let minimal = try await mlkit("new", "p", "--data", "t.csv", "--template", "minimal")
        #expect(minimal.error.hasPrefix(
            "error: the template `minimal` is not for tables\n\nhint: `--data` and `--target` go with the template `tabular`"))
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
        #expect(outcome.error.hasPrefix(
            "error: the task is `classification`, and the target `y` has 97 different numbers in 300 rows: too many to be classes\n"))
        let said = try await mlkit(
            "new", "p", "--data", "t.csv", "--target", "y", "--set", "owner=Ada", "--set", "models=trees", "--defaults")
        #expect(said.status == 0, "\(said.error)")
        let spec = try scratch.read("p/mlkit.yaml")
        #expect(spec.contains("owner: Ada") && !spec.contains("kind: network"))
    }
}
