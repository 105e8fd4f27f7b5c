import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit metrics`, seen from outside.
@Suite struct MetricsCommandTests {
    @Test func figuresOfFilesAreATable() async throws {
        let project = try await ViewedProject()
        #expect(
            try await project.output("metrics") == """
                stage   loss  rows.valid
                fit.de  0.1   2
                fit.fr  0.1   2

                """)
        #expect(
            try await project.output("metrics", "fit.fr", "--format", "markdown") == """
                | stage | loss | rows.valid |
                |---|---|---|
                | fit.fr | 0.1 | 2 |

                """)
        #expect(
            try await project.output("metrics", "fit.de", "--format", "csv")
                == "revision,stage,metric,value,split\n,fit.de,loss,0.1,\n,fit.de,rows.valid,2,\n")
        let json = try JSON(parsing: Array(try await project.output("metrics", "fit.de", "--format", "json").utf8))
        #expect(json == [["revision": nil, "stage": "fit.de", "metrics": ["loss": 0.1, "rows.valid": 2]]])
        #expect(try await project.output("metrics", "clean") == "no stage has metrics yet\n")
    }

    @Test func revisionsStandSideBySideAndAreSorted() async throws {
        let project = try await ViewedProject()
        try await project.git.git("branch", "old")
        try project.edit("rate: 0.1", "rate: 0.05")
        try await project.run()
        try await project.git.git("commit", "--quiet", "--all", "--message", "Second")
        #expect(
            try await project.output(
                "metrics", "fit.de", "--rev", "HEAD~1", "--rev", "HEAD", "--sort", "loss", "--ascending") == """
                    revision  stage   loss  rows.valid
                    HEAD      fit.de  0.05  2
                    HEAD~1    fit.de  0.1   2

                    """)
        #expect(
            try await project.output("metrics", "fit.de", "--all-branches", "--sort", "loss") == """
                revision  stage   loss  rows.valid
                old       fit.de  0.1   2
                main      fit.de  0.05  2

                """)
    }

    @Test func builtInStagesCSVAndYAMLHaveFiguresToo() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            stages:
              a: {run: x, metrics: [m.yaml, one.csv, pairs.csv]}
              b: {run: x, metrics: [b.json]}

            """, to: "mlkit.yaml")
        try scratch.write("acc: 0.123456789\nsub: {n: 3, list: [1, x]}\n", to: "m.yaml")
        try scratch.write("a,\"b,c\"\n1,2e-9\n", to: "one.csv")
        try scratch.write("name,value\nx,1\n\"y\"\"z\",two\n", to: "pairs.csv")
        try scratch.write("{\"wide | name\": null}", to: "b.json")
        try scratch.write(
            #"{"kind": "command", "version": 1, "outputs": {}, "result": {"summary": "s", "metrics": {"f1": 123456.789}}}"#,
            to: ".mlkit/lock/b.json")
        let outcome = try await BuiltTool.mlkit(["metrics"], in: scratch.path)
        #expect(
            outcome.output == """
                stage  m.yaml:acc  m.yaml:sub.n  m.yaml:sub.list.0  m.yaml:sub.list.1  one.csv:a  one.csv:b,c  pairs.csv:x  pairs.csv:y"z
                a      0.123457    3             1                  x                  1          2e-09        1            two

                stage  f1
                b      123457

                """)
        let markdown = try await BuiltTool.mlkit(["metrics", "a", "--format", "markdown"], in: scratch.path)
        #expect(markdown.output.hasPrefix("| stage | m.yaml:acc |"))
    }

    /// Figures of the validation split and of the test split stand in tables of their own.
    @Test func figuresOfDifferentSplitsAreNotRanked() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            stages:
              d: {kind: data, source: a.csv, target: y}
              t: {kind: train, data: "${stages.d}", model: baseline}
              e: {kind: evaluate, models: "${stages.t}", data: "${stages.d}"}
              old: {kind: evaluate, models: "${stages.t}", data: "${stages.d}"}

            """, to: "mlkit.yaml")
        func lock(_ stage: String, _ kind: String, _ version: Int, _ metrics: String) throws {
            let text = #"{"kind": "\#(kind)", "version": \#(version), "outputs": {}, "result": {"summary": "s", "metrics": \#(metrics)}}"#
            try scratch.write(text, to: ".mlkit/lock/\(stage).json")
        }
        try lock("t", "train", 1, #"{"accuracy": 0.8}"#)
        try lock("e", "evaluate", 2, #"{"valid": {"accuracy": 0.9}, "test": {"accuracy": 0.95}}"#)
        // As version 1 of the kind reported it.
        try lock("old", "evaluate", 1, #"{"accuracy": 0.99}"#)
        let sorted = try await BuiltTool.mlkit(["metrics", "--sort", "accuracy"], in: scratch.path)
        #expect(
            sorted.output == """
                stage  split  accuracy
                e      valid  0.9
                t      valid  0.8

                stage  split  accuracy
                old    test   0.99
                e      test   0.95

                """)
        let csv = try await BuiltTool.mlkit(["metrics", "e", "t", "--format", "csv"], in: scratch.path)
        #expect(
            csv.output == "revision,stage,metric,value,split\n,t,accuracy,0.8,valid\n,e,valid.accuracy,0.9,valid\n"
                + ",e,test.accuracy,0.95,test\n")
        let json = try JSON(parsing: Array(try await BuiltTool.mlkit(["metrics", "e", "--format", "json"], in: scratch.path).output.utf8))
        #expect(
            json == [
                [
                    "revision": nil, "stage": "e", "metrics": ["valid.accuracy": 0.9, "test.accuracy": 0.95],
                    "splits": ["valid.accuracy": "valid", "test.accuracy": "test"],
                ]
            ])
    }

    @Test func figuresOfOneNameAreRefused() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: x, metrics: [m.json]}\n", to: "mlkit.yaml")
        try scratch.write("{\"loss\": 1,\n \"at\": {\"x\": 1, \"y\": 2, \"x\": 3}}\n", to: "m.json")
        for command in [["metrics"], ["plots", "m.json"]] {
            let outcome = try await BuiltTool.mlkit(command, in: scratch.path)
            #expect(outcome.status == 1)
            #expect(
                outcome.error == """
                    error: `x` stands here twice
                     --> m.json:2:25
                      |
                    2 |  "at": {"x": 1, "y": 2, "x": 3}}
                      |                         ^

                    hint: give each value a name of its own

                    """)
        }
        try scratch.write(#"{"at": {"x": 1}, "at.x": 2}"#, to: "m.json")
        let dotted = try await BuiltTool.mlkit(["metrics"], in: scratch.path)
        #expect(dotted.status == 1)
        #expect(dotted.error == "error: `m.json` has two values called `at.x`\n\nhint: give each value a name of its own\n")
    }

    /// What a link leads to elsewhere is not quoted, in a report or in an error.
    @Test func aLinkOutOfTheProjectIsNotRead() async throws {
        let (scratch, other) = (try ScratchDirectory(), try ScratchDirectory())
        try scratch.write("mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: x, metrics: [reports/m.json]}\n", to: "mlkit.yaml")
        let secret = try other.write("{\"secret\": 1}\n", to: "m.json")
        let files = LocalFileSystem()
        try files.makeLink(at: scratch.path.pushing("reports/m.json"), to: secret.string)
        let error = """
            error: `reports/m.json` is a link that leads out of the project: nothing is shown of what it leads to

            hint: put the file itself there; to have it on another disk, link the folder that it is in

            """
        for command in [["metrics"], ["plots", "reports/m.json"]] {
            let outcome = try await BuiltTool.mlkit(command, in: scratch.path)
            #expect(outcome.status == 1 && outcome.error == error && !outcome.output.contains("secret"), "\(outcome)")
        }
        // A link inside, and a folder that was put elsewhere, are read.
        try files.remove(scratch.path.appending("reports"))
        try scratch.write("{\"loss\": 2}\n", to: "real/m.json")
        try files.makeLink(at: scratch.path.pushing("reports/m.json"), to: "../real/m.json")
        #expect(try await BuiltTool.mlkit(["metrics"], in: scratch.path).output == "stage  loss\na      2\n")
        try files.remove(scratch.path.appending("reports"))
        try files.makeLink(at: scratch.path.appending("reports"), to: other.path.string)
        #expect(try await BuiltTool.mlkit(["metrics"], in: scratch.path).output == "stage  secret\na      1\n")
        // One that came with the repository is not.
        for arguments in [["init", "--quiet"], ["add", "reports"]] { _ = try await BuiltTool.run("git", arguments, in: scratch.path) }
        let tracked = try await BuiltTool.mlkit(["metrics"], in: scratch.path)
        #expect(tracked.status == 1 && tracked.output == "no stage has metrics yet\n")
        #expect(
            tracked.error == """
                error: `reports` is a link that leads out of the project: nothing is shown of what it leads to

                hint: put a folder in its place; or a link of your own, which git does not track

                """)
    }

    @Test func mistakesAreNamed() async throws {
        let project = try await ViewedProject()
        let revision = try await project.mlkit("metrics", "--rev", "mian")
        #expect(revision.status == 1)
        #expect(revision.error == "error: `mian` names no commit in this repository\n\nhint: did you mean `main`?\n")
        let none = try await project.mlkit("metrics", "--sort", "los")
        #expect(none.error == "error: no stage has a metric `los`\n\nhint: did you mean `loss`?\n")
        #expect(
            try await project.mlkit("metrics", "fiit").error
                == "error: unknown stage `fiit`\n\nhint: did you mean `fit`?\n")
        #expect(try await project.mlkit("metrics", "--ascending").status == 64)
        try project.git.write("{\"loss\": ", to: "reports/de.json")
        let broken = try await project.mlkit("metrics")
        #expect(broken.status == 1)
        #expect(broken.error.hasPrefix("error: ") && broken.error.contains("reports/de.json:1:"))
        try project.git.write("[" + String(repeating: "1,", count: 1000) + "1]", to: "reports/de.json")
        #expect(
            try await project.mlkit("metrics").error
                == "error: `reports/de.json` holds more than 1000 values\n\nhint: declare it under `plots`, not `metrics`\n"
        )
    }

    @Test func namesCannotMoveTheCursor() async throws {
        let project = try await ViewedProject()
        try project.git.write(#"{"\u001b[31m\nred": "\u0007"}"#, to: "reports/de.json")
        #expect(try await project.output("metrics", "fit.de") == "stage   ?[31m?red\nfit.de  ?\n")
    }

    @Test func withoutGitThereAreNoRevisions() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
        let outcome = try await BuiltTool.mlkit(
            ["metrics", "--rev", "HEAD"], in: scratch.path,
            environment: ["GIT_CEILING_DIRECTORIES": scratch.path.removingLastComponent().string])
        #expect(outcome.status == 1)
        #expect(
            outcome.error.hasPrefix("error: `\(scratch.path)` is in no git repository, and has no earlier states\n"))
    }

    /// What Python writes for numbers that JSON does not have is read; a file that cannot be is named, and hides no other.
    @Test func aBrokenFileHidesNoOther() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            stages:
              a: {run: "printf '{\\"loss\\": NaN, \\"most\\": -Infinity, \\"acc\\": 0.5}' > a.json", metrics: [a.json]}
              b: {run: "printf '{\\"acc\\": 0.75}' > b.json", metrics: [b.json]}
              c: {run: "touch c.json; echo '{' > d.json; printf '{\\"acc\\": 1}' > e.json", metrics: [c.json, d.json, e.json]}

            """, to: "mlkit.yaml")
        #expect(try await BuiltTool.mlkit(["run"], in: scratch.path).status == 0)
        let shown = try await BuiltTool.mlkit(["metrics"], in: scratch.path)
        #expect(shown.status == 1)
        #expect(
            shown.output == """
                stage  loss  most  acc
                a      nan   -inf  0.5

                stage  acc
                b      0.75

                stage  e.json:acc
                c      1

                """)
        #expect(shown.error.contains("error: `c.json` is empty: there are no metrics in it\n"))
        #expect(shown.error.contains("--> d.json:"))
        #expect(try await BuiltTool.mlkit(["metrics", "b"], in: scratch.path).status == 0)
        #expect(try await BuiltTool.mlkit(["metrics", "a", "--format", "csv"], in: scratch.path).output.contains(",a,loss,nan,\n"))
    }
}
