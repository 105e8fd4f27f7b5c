import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit sweep`, and `--set` of other commands.
@Suite struct SweepCommandTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write(Self.spec, to: "mlkit.yaml")
        try scratch.write("[ $1 != 13 ] || { echo unlucky; exit 3; }\n", to: "fit.sh")
    }

    private static let spec = """
        mlkit: 1
        project: {name: p}
        params:
          depth: 6   # as deep as it is wide
        stages:
          fit:
            run: sh fit.sh ${params.depth} && echo ${params.depth} > model.txt
            inputs: [fit.sh]
            outputs: [model.txt]
          test:
            run: 'd=$(cat model.txt); echo "{\\"loss\\": $(( (d - 4) * (d - 4) ))}" > m.json'
            inputs: [model.txt]
            metrics: [m.json]
        sweeps:
          deep: {method: grid, parameters: {depth: [2, 4, 13]}, metric: test.loss, goal: minimize}

        """

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    /// Times as `T`, so that texts can be compared.
    private func timeless(_ text: String) -> String {
        text.replacing(/[ ]*\d+\.\d s/, with: " T").replacing(/sweeps\/deep\/[0-9a-f]{16}/, with: "sweeps/deep/KEY")
    }

    @Test func aSweepIsShownAsItGoesAndAsATable() async throws {
        let outcome = try await mlkit("sweep", "-j", "1")
        #expect(outcome.status == 0)
        #expect(
            timeless(outcome.error) == """
                run  trial 1  depth=2
                done trial 1 T  loss 4, the best so far
                run  trial 2  depth=4
                done trial 2 T  loss 0, the best so far
                run  trial 3  depth=13
                FAIL trial 3 T
                     the command of stage `fit` ended with exit code 3
                     | unlucky
                     its log is `.mlkit/sweeps/deep/KEY/0003.log`

                """)
        #expect(
            timeless(outcome.output) == """
                sweep deep (grid): minimize test.loss; 2 of 3 trials done, 1 failed

                rank  trial  depth  loss  time   state
                1     2      4      0 T  done
                2     1      2      4 T  done
                -     3      13     - T  failed: the command of stage `fit` ended with exit code 3

                picture: reports/sweeps/deep.svg

                """)
        let picture = try scratch.read("reports/sweeps/deep.svg")
        #expect(picture.contains("prefers-color-scheme:dark") && picture.contains("the best, trial 2: 0"))
        #expect(picture.split(separator: "<g>").count == 4)
        // Nothing is left to do, and it is shown without doing anything.
        let again = try await mlkit("sweep", "deep")
        #expect(again.output == outcome.output && again.error == "3 trials of 3 made before\n")
        let shown = try await mlkit("sweep", "--show")
        #expect(shown.output == outcome.output && shown.error == "")
    }

    @Test func theBestValuesAreAppliedAndComeFromTheCache() async throws {
        try await SampleProject.expectSuccess(mlkit("sweep"))
        let outcome = try await mlkit("sweep", "--show", "--apply")
        #expect(outcome.status == 0)
        #expect(outcome.error == "mlkit.yaml: depth=4; `mlkit run` has from the cache what the trial made\n")
        #expect(try scratch.read("mlkit.yaml") == Self.spec.replacing("depth: 6", with: "depth: 4"))
        let run = try await mlkit("run")
        #expect(run.error.contains("0 stages run, 2 restored"))
        #expect(try await mlkit("sweep", "--apply").error.hasSuffix("mlkit.yaml has the best values already\n"))
    }

    /// A metric that does not depend on what is tried has no best value.
    @Test func nothingIsAppliedWhereTrialsAreEquallyGood() async throws {
        let flat = try await mlkit(
            "sweep", "flat", "--param", "depth=[2, 6]", "--metric", "test.loss", "--goal", "minimize", "--method", "grid", "-j", "1")
        #expect(flat.output.contains("\nall 2 trials have the same loss, 4: it does not depend on `depth`\n"), "\(flat.output)")
        // 6 is what the project has, and nothing is better.
        let kept = try await mlkit(
            "sweep", "flat", "--param", "depth=[2, 6]", "--metric", "test.loss", "--goal", "minimize", "--method", "grid", "--apply")
        #expect(kept.status == 0 && kept.error.hasSuffix("mlkit.yaml stays as it is: none of the other values is better\n"))
        let tied = try await mlkit(
            "sweep", "tied", "--param", "depth=[3, 5, 9]", "--metric", "test.loss", "--goal", "minimize", "--method", "grid",
            "--apply", "--format", "text")
        #expect(tied.status == 1 && tied.output.contains("\ntrials 1 and 2 are equally good\n"))
        #expect(tied.error.contains("error: 2 trials are equally good, and nothing was written"), "\(tied.error)")
        #expect(try scratch.read("mlkit.yaml") == Self.spec)
        let json = try JSON(
            parsing: Array(
                try await mlkit(
                    "sweep", "tied", "--param", "depth=[3, 5, 9]", "--metric", "test.loss", "--goal", "minimize", "--method",
                    "grid", "--show", "--format", "json"
                ).output.utf8))
        #expect(json["tied"] == [1, 2] && json["split"] == .some(.null))
    }

    @Test func aFigureOfTheTestSplitIsRefusedUnlessToldOtherwise() async throws {
        let text = Self.spec.replacing("loss", with: "test_loss")
        try scratch.write(text, to: "mlkit.yaml")
        let refused = try await mlkit("sweep")
        #expect(refused.status == 1)
        #expect(
            refused.error == """
                error: the sweep `deep` would choose by `test.test_loss`, which is measured on the test split: nothing was tried
                note: by its name `test.test_loss` is one of the test split; if it is not, give it another name

                hint: choose by a figure of the validation split, or insist with --on-test, which is recorded

                """)
        #expect(try !scratch.exists(".mlkit/sweeps") && !scratch.exists(".mlkit/test-looks"))
        let insisted = try await mlkit("sweep", "--on-test")
        #expect(insisted.status == 0 && insisted.output.hasPrefix("sweep deep (grid): minimize test.test_loss on the test split; 2 of 3"))
        let record = try JSON(parsing: Array(try scratch.read(".mlkit/test-looks/sweep-deep.json").utf8))
        #expect(record == ["sweep": "deep", "metric": "test.test_loss", "split": nil])
        // What is there may be seen, and not applied.
        #expect(try await mlkit("sweep", "--show").status == 0)
        #expect(try await mlkit("sweep", "--show", "--apply").status == 1)
        #expect(try scratch.read("mlkit.yaml") == text)
    }

    @Test func asJSON() async throws {
        let outcome = try await mlkit("sweep", "--format", "json")
        let json = try JSON(parsing: Array(outcome.output.utf8))
        #expect(json["best"]?["values"] == ["depth": 4] && json["best"]?["trial"] == 2 && json["best"]?["rank"] == 1)
        #expect(json["trials"]?.array?.compactMap { $0["state"]?.string } == ["done", "done", "failed"])
        #expect(json["planned"] == 3 && json["interrupted"] == false && json["picture"] == "reports/sweeps/deep.svg")
    }

    @Test func theCommandLineChangesASweepAndMakesOne() async throws {
        let changed = try await mlkit(
            "sweep", "--method", "random", "--trials", "2", "--seed", "3", "--param", "depth=[4, 5]")
        #expect(changed.output.hasPrefix("sweep deep (random): minimize test.loss; 2 of 2 trials done\n"))
        let made = try await mlkit(
            "sweep", "mine", "--param", "depth={min: 3, max: 5, step: 1}", "--metric", "test.loss", "--goal",
            "maximize", "--method", "tpe")
        #expect(made.output.hasPrefix("sweep mine (tpe): maximize test.loss; 3 of 3 trials done\n"))
        #expect(try scratch.exists("reports/sweeps/mine.svg"))
    }

    @Test func mistakesAreSaid() async throws {
        let unknown = try await mlkit("sweep", "deeep")
        #expect(unknown.status == 1)
        #expect(unknown.error == "error: unknown sweep `deeep`\n\nhint: did you mean `deep`?\n")
        #expect(
            try await mlkit("sweep", "--param", "dept=[1]").error
                == "error: unknown parameter `dept`\n\nhint: did you mean `depth`?\n")
        #expect(try await mlkit("sweep", "--method", "bayes").status == 64)
        #expect(try await mlkit("sweep", "--jobs", "0").status == 64)
        #expect(try await mlkit("sweep", "--apply", "--set", "params.depth=3").status == 64)
        try scratch.write(Self.spec.replacing("[2, 4, 13]", with: "[13]"), to: "mlkit.yaml")
        #expect(try await mlkit("sweep").status == 1)
        #expect(
            try await mlkit("sweep", "--show", "--apply").error
                == "error: no trial is done, so that there are no best values to write\n")
        try scratch.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
        #expect(
            try await mlkit("sweep").error == """
                error: mlkit.yaml declares no sweep

                hint: declare one under `sweeps`, or give --param, --metric and --goal

                """)
    }

    /// Killed at any instant, a sweep goes on and comes to what it would have come to.
    @Test(arguments: [0.1, 0.4, 0.8, 1.3]) func aKilledSweepGoesOn(seconds: Double) async throws {
        let text = Self.spec.replacing("sh fit.sh", with: "sleep 0.2; echo x >> \(scratch.path)/calls; sh fit.sh")
            .replacing("[2, 4, 13]", with: "[2, 4, 13, 5, 6, 7]")
        try scratch.write(text, to: "mlkit.yaml")
        let tool = BuiltTool.folder.appending("mlkit").string
        _ = try await BuiltTool.run(
            "sh", ["-c", "\(tool) sweep -j 1 > /dev/null 2>&1 & sleep \(seconds); kill -9 $!"], in: scratch.path)
        let outcome = try await mlkit("sweep", "-j", "1")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("sweep deep (grid): minimize test.loss; 5 of 6 trials done, 1 failed\n"))
        let first = outcome.output.split(separator: "\n").first { $0.hasPrefix("1 ") }
        #expect(first?.contains(" 4 ") == true)
        // At most the trial that was cut off is made twice.
        #expect((6...7).contains(try scratch.read("calls").split(separator: "\n").count))
        let left = try await BuiltTool.run("find", [".mlkit/tmp", "-printf", "%P %TT\\n"], in: scratch.path).output
        #expect(try LocalFileSystem().list(scratch.path.pushing(".mlkit/tmp")) == [".gitignore", "run.lock"], "\(left)\(outcome.error)")
    }

    /// A sweep without stages before its trials clears away what others left that were killed while they wrote, as a run does.
    @Test func whatAKilledCommandLeftIsClearedAway() async throws {
        let gone = try await BuiltTool.run("sh", ["-c", "echo $$"], in: scratch.path).output.dropLast()
        for draft in ["..gitignore.\(gone).7.tmp", ".fit.json.\(gone).7.tmp"] { try scratch.write("{", to: ".mlkit/tmp/\(draft)") }
        try scratch.write("{}", to: ".mlkit/tmp/fit/job.json")
        #expect(try await mlkit("sweep", "-j", "1").status == 0)
        #expect(try LocalFileSystem().list(scratch.path.pushing(".mlkit/tmp")) == [".gitignore", "run.lock"])
    }

    @Test func toldToStopItStopsAndShowsWhatThereIs() async throws {
        try scratch.write("[ $1 != 13 ] || { touch \(scratch.path)/ready; sleep 60; }\n", to: "fit.sh")
        let tool = BuiltTool.folder.appending("mlkit").string
        let script = """
            \(tool) sweep -j 1 > out 2> err & run=$!
            for i in $(seq 1000); do [ -e ready ] && break; sleep 0.02; done
            kill -TERM $run; wait $run; echo status $?; head -n 1 out
            """
        let outcome = try await BuiltTool.run("setsid", ["--wait", "sh", "-c", script], in: scratch.path)
        #expect(
            outcome.output == """
                status 143
                sweep deep (grid): minimize test.loss; 2 of 3 trials done, 1 not finished

                """)
        try scratch.write("\n", to: "fit.sh")
        let shown = try await mlkit("sweep", "--show")
        #expect(shown.output.contains("0 of 3 trials done\n") && shown.output.contains("3 trials of other settings"))
    }

    @Test func aParameterIsSetForOneCommand() async throws {
        try await SampleProject.expectSuccess(mlkit("run"))
        let status = try await mlkit("status", "--set", "params.depth=8")
        #expect(status.output.contains("parameter `depth` changed: 6 -> 8"))
        #expect(try await mlkit("why", "fit", "--set", "params.depth=8").output.contains("6 -> 8"))
        #expect(try await mlkit("graph", "--status", "--set", "params.depth=8").output.contains("would run"))
        try await SampleProject.expectSuccess(mlkit("run", "--set", "params.depth=8"))
        #expect(try scratch.read("model.txt") == "8\n")
        #expect(try scratch.read("mlkit.yaml") == Self.spec)
        // Without it the old value is back, from the cache, and so is the other.
        #expect(try await mlkit("run").error.contains("0 stages run, 2 restored"))
        #expect(try scratch.read("model.txt") == "6\n")
        #expect(try await mlkit("run", "--set", "params.depth=8").error.contains("0 stages run, 2 restored"))
        let wrong = try await mlkit("run", "--set", "params.dept=8")
        #expect(wrong.status == 1 && wrong.error == "error: unknown parameter `dept`\n\nhint: did you mean `depth`?\n")
    }

    @Test func namesAreCompleted() async throws {
        let outcome = try await BuiltTool.mlkit(
            ["---completion", "sweep", "--", "positional@0", "2", "0", "mlkit", "sweep", ""], in: scratch.path,
            environment: ["SAP_SHELL": "bash", "SAP_SHELL_VERSION": "5.2"])
        #expect(outcome.output == "deep\n")
    }
}
