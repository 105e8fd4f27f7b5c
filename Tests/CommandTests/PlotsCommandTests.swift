import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit plots`, seen from outside.
@Suite struct PlotsCommandTests {
    @Test func declaredSeriesAreDrawnAndCompared() async throws {
        let project = try await ViewedProject()
        #expect(
            try await project.output("plots")
                == "reports/plots/fit.de.reports-de.csv.svg\nreports/plots/fit.fr.reports-fr.csv.svg\n")
        let svg = try project.git.read("reports/plots/fit.de.reports-de.csv.svg")
        // One line: the column `note` holds no numbers, and `epoch` is the axis.
        #expect(svg.components("<path").count == 2 && svg.contains(">epoch</text>") && svg.contains(">loss</text>"))
        #expect(svg.contains("prefers-color-scheme:dark"))
        try project.edit("rate: 0.1", "rate: 0.05")
        try await project.run()
        #expect(
            try await project.output("plots", "fit.de", "--rev", "HEAD", "--output", "out", "--format", "json") == """
                [
                  {
                    "file": "out/fit.de.reports-de.csv.svg",
                    "title": "fit.de: reports/de.csv"
                  }
                ]

                """)
        let both = try project.git.read("out/fit.de.reports-de.csv.svg")
        #expect(both.contains(">loss (now)</text>") && both.contains(">loss (HEAD)</text>"))
        #expect(both.components("<path").count == 3)
        try await project.expectXML([
            "reports/plots/fit.de.reports-de.csv.svg", "reports/plots/fit.fr.reports-fr.csv.svg",
            "out/fit.de.reports-de.csv.svg",
        ])
    }

    @Test func anyFileOfSeriesCanBeNamed() async throws {
        let project = try await ViewedProject()
        try project.git.write(#"[{"t": 1, "a<b": 2}, {"t": 2, "a<b": null}, {"t": 3, "a<b": 1e300}]"#, to: "rows.json")
        try project.git.write(#"{"y": [1, 2, 3], "z": [5], "empty": []}"#, to: "lists.json")
        try project.git.write("x\n7\n", to: "one point.csv")
        try project.git.write("x\n1e308\n-1e308\n", to: "wide.csv")
        #expect(
            try await project.output("plots", "rows.json", "lists.json", "one point.csv", "wide.csv") == """
                reports/plots/rows.json.svg
                reports/plots/lists.json.svg
                reports/plots/one-point.csv.svg
                reports/plots/wide.csv.svg

                """)
        try await project.expectXML([
            "reports/plots/rows.json.svg", "reports/plots/lists.json.svg", "reports/plots/one-point.csv.svg",
            "reports/plots/wide.csv.svg",
        ])
        #expect(try project.git.read("reports/plots/rows.json.svg").contains(">a&lt;b</text>"))
    }

    @Test func whatCannotBeDrawnIsNamed() async throws {
        let project = try await ViewedProject()
        let unknown = try await project.mlkit("plots", "fitt")
        #expect(unknown.status == 1)
        #expect(
            unknown.error
                == "error: `fitt` is neither a stage nor a file of the project\n\nhint: did you mean `fit`?\n")
        #expect(try await project.mlkit("plots", "../secret.csv").status == 1)
        try project.git.write("{\"a\": 1}", to: "x.json")
        #expect(
            try await project.mlkit("plots", "x.json").error == """
                error: `x.json` has no series: it is an object

                hint: write CSV with a header, a JSON list of objects, or a JSON object of lists

                """)
        #expect(
            try await project.mlkit("plots", "fit.sh").error
                == "error: `fit.sh` is neither CSV nor JSON by its ending\n\nhint: series are read from these\n")
        try project.git.write("a,b\n1\n", to: "x.csv")
        #expect(try await project.mlkit("plots", "x.csv").error == "error: row 1 of `x.csv` has 1 cell, the header 2\n")
        let columns = (0..<30).map { "c\($0)" }.joined(separator: ",")
        try project.git.write(
            columns + "\n" + Array(repeating: "1", count: 30).joined(separator: ",") + "\n", to: "m.csv")
        #expect(
            try await project.mlkit("plots", "m.csv").error
                == "error: `m.csv` has 30 series, more than 24 cannot be told apart\n\nhint: name those to draw: `plots: [{path: …, y: "
                    + "[NAME]}]`\n"
        )
        try project.edit("plots: [\"reports/${item}.csv\"]", "plots: [{path: \"reports/${item}.csv\", y: [lss]}]")
        #expect(
            try await project.mlkit("plots").error
                == ["de", "fr"].map {
                    "error: `reports/\($0).csv` has no numbers under `lss`\n\nhint: did you mean `loss`?\n"
                }.joined(separator: "\n"))
        let nothing = try await project.mlkit("plots", "report")
        #expect(nothing.status == 0 && nothing.output == "")
        #expect(
            nothing.error
                == "warning: there is nothing to draw\n\nhint: name files under `plots` of a command, or on the command line\n"
        )
    }

    @Test func aFileThatCannotBeDrawnHidesNoOtherAndDatesAreAnAxis() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            stages:
              a: {run: "printf 'step,loss\\n1,2\\n2,NaN\\n3,1\\n' > a.csv", plots: [a.csv]}
              b: {run: "printf 'x;y\\n1,5;2\\n' > b.csv; touch c.csv", plots: [b.csv, c.csv]}
              d: {run: "printf 'day,loss\\n2026-01-31,2\\n2026-03-01,1\\n' > d.csv", plots: [d.csv]}
              e: {run: "printf '[{\\"at\\": \\"2026-01-31T10:00:00Z\\", \\"loss\\": NaN}, {\\"at\\": \\"2026-01-31T11:30:00Z\\", \
            \\"loss\\": 1}]' > e.json", plots: [{path: e.json, x: at}]}

            """, to: "mlkit.yaml")
        #expect(try await BuiltTool.mlkit(["run"], in: scratch.path).status == 0)
        let drawn = try await BuiltTool.mlkit(["plots"], in: scratch.path)
        #expect(drawn.status == 1)
        #expect(drawn.output == ["a.a.csv", "d.d.csv", "e.e.json"].map { "reports/plots/\($0).svg\n" }.joined())
        #expect(drawn.error == "error: row 1 of `b.csv` has 2 cells, the header 1\n\nerror: `c.csv` is empty\n")
        let days = try scratch.read("reports/plots/d.d.csv.svg")
        #expect(days.contains(">day</text>") && days.contains(">2026-02-"))
        #expect(try scratch.read("reports/plots/e.e.json.svg").contains(">10:30</text>"))
    }

    @Test func filesAtACommitThatGitDoesNotKeepComeFromTheCache() async throws {
        let project = try await ViewedProject()
        try await project.git.git("rm", "--quiet", "-r", "--cached", "reports", "fit")
        try project.git.write("/.mlkit/cache/\n/.mlkit/tmp/\n/logs/\n/reports/\n/fit/\n", to: ".gitignore")
        try await project.git.git("add", "--all")
        try await project.git.git("commit", "--quiet", "--message", "Outputs are no longer in git")
        try project.edit("rate: 0.1", "rate: 0.05")
        let old = ContentHash(of: try project.git.read("reports/de.csv")).hex
        try await project.run()
        let both = try await project.mlkit("plots", "fit.de", "--rev", "HEAD")
        #expect(both.status == 0 && both.error.isEmpty, "\(both.error)")
        let svg = try project.git.read("reports/plots/fit.de.reports-de.csv.svg")
        #expect(svg.contains(">loss (now)</text>") && svg.contains(">loss (HEAD)</text>"))
        #expect(try await project.output("diff").contains("  fit.de  loss  0.1  ->  0.05  -0.05\n"))
        // What is damaged is not shown.
        let object = FilePath(".mlkit/cache/objects/\(old.prefix(2))/\(old.dropFirst(2))")
        try LocalFileSystem().write("epoch,loss,note\n1,9,a\n", to: project.git.path.pushing(object))
        let damaged = try await project.mlkit("plots", "fit.de", "--rev", "HEAD")
        #expect(damaged.error.hasPrefix("warning: `reports/de.csv` is not in `HEAD`, and is left out\n"))
    }

    @Test func aFileThatGitDoesNotKeepIsLeftOutOfAComparison() async throws {
        let project = try await ViewedProject()
        try project.git.write("x\n1\n2\n", to: "new.csv")
        let outcome = try await project.mlkit("plots", "new.csv", "--rev", "HEAD")
        #expect(outcome.status == 0 && outcome.output == "reports/plots/new.csv.svg\n")
        #expect(
            outcome.error
                == "warning: `new.csv` is not in `HEAD`, and is left out\n\nhint: only files that git or the cache keeps can be compared\n"
        )
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}

extension FinishedProjectTests {
    /// The built-in stages' own pictures and figures, from a real run.
    @Suite struct PicturesOfARunTests {
        @Test func trainingAndConfusionAreDrawn() async throws {
            let project = try FinishedProject.current().sample
            let scratch = try ScratchDirectory()
            let outcome = try await project.mlkit("plots", "--output", scratch.path.string)
            #expect(outcome.status == 0)
            let names = outcome.output.split(separator: "\n").map { String($0.split(separator: "/").last ?? "") }
            #expect(names.contains("train.trees.history.svg") && names.contains("evaluate.confusion.trees.svg"))
            // A baseline is not trained step by step.
            #expect(!names.contains("train.baseline.history.svg"))
            let history = try scratch.read("train.trees.history.svg")
            #expect(history.contains(">train_loss</text>") && history.contains(">valid_loss</text>"))
            let confusion = try scratch.read("evaluate.confusion.trees.svg")
            #expect(confusion.contains("&lt;=50K") && confusion.contains(">predicted</text>"))
            let code = "import sys, xml.dom.minidom\nfor name in sys.argv[1:]: xml.dom.minidom.parse(name)"
            #expect(try await BuiltTool.run("python3", ["-c", code] + names, in: scratch.path).status == 0)
        }

        @Test func metricsOfAllModelsStandSideBySide() async throws {
            let output = try await FinishedProject.current().sample.mlkit("metrics", "train", "--sort", "accuracy")
                .output
            let lines = output.split(separator: "\n")
            #expect(lines.count == 5 && lines[0].hasPrefix("stage") && lines[0].contains("roc_auc"))
        }
    }
}
