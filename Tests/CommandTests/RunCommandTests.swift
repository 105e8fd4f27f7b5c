import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit run` and `mlkit status` on command stages, seen from outside.
@Suite struct RunCommandTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            stages:
              copy: {run: cp in.txt a.txt, inputs: [in.txt], outputs: [a.txt]}
              upper: {run: tr a-z A-Z < a.txt > b.txt, inputs: [a.txt], outputs: [b.txt]}

            """, to: "mlkit.yaml")
        try scratch.write("hi\n", to: "in.txt")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path)
    }

    /// The text with every duration replaced.
    private func timeless(_ text: String) -> String {
        text.replacing(#/ +\d+\.\d s/#, with: " TIME")
    }

    @Test func aFirstRunSaysWhatItDidAndASecondThatThereIsNothingToDo() async throws {
        let first = try await mlkit("run", "-j", "1")
        #expect(first.status == 0)
        #expect(first.output == "")
        #expect(
            timeless(first.error) == """
                run  copy   it has not run yet
                done copy TIME
                run  upper  it has not run yet
                done upper TIME
                2 stages run in TIME

                """)
        let second = try await mlkit("run")
        #expect(second.status == 0)
        #expect(second.error == "nothing to do: 2 stages up to date\n")
    }

    @Test func statusIsATableOrJSON() async throws {
        #expect(
            try await mlkit("status").output == """
                would run   copy   it has not run yet
                would run   upper  it has not run yet
                                   `copy` runs first

                """)
        _ = try await mlkit("run")
        #expect(try await mlkit("status").output == "up to date  copy\nup to date  upper\n")
        #expect(
            try await mlkit("status", "--format", "json").output == """
                [
                  {
                    "stage": "copy",
                    "kind": "command",
                    "up_to_date": true,
                    "in_cache": false,
                    "reasons": []
                  },
                  {
                    "stage": "upper",
                    "kind": "command",
                    "up_to_date": true,
                    "in_cache": false,
                    "reasons": []
                  }
                ]

                """)
    }

    @Test func onATerminalTheRunningStagesAreRedrawn() async throws {
        let moving = try await PseudoTerminal.mlkit(["run", "-j", "1"], answers: [], in: scratch.path)
        #expect(moving.status == 0)
        #expect(moving.output.contains("run  copy   "))
        #expect(moving.output.contains("\u{1B}[1A\u{1B}[J"))
        let end = timeless(moving.output.split(separator: "\u{1B}[J").suffix(2).joined())
        #expect(end.hasSuffix("done upper TIME\n2 stages run in TIME\n"), "\(end)")
        // NO_COLOR is set.
        #expect(!moving.output.contains("\u{1B}[3"))
        let still = try await PseudoTerminal.mlkit(
            ["run", "-j", "1", "--force", "--no-progress"], answers: [], in: scratch.path)
        #expect(
            timeless(still.output) == """
                run  copy   it was asked for with --force
                done copy TIME
                run  upper  it was asked for with --force
                done upper TIME
                2 stages run in TIME

                """)
    }

    /// The last line of its log, and of what a progress bar wrote the last that was shown.
    @Test func onATerminalARunningStageTellsHowFarItIs() async throws {
        let text = try scratch.read("mlkit.yaml")
        let told = "for i in 1 2 3 4 5; do printf 'old %s\\rrow %s of 5\\n\\n' $i $i; sleep 0.3; done; cp in.txt a.txt"
        try scratch.write(text.replacing("cp in.txt a.txt", with: told), to: "mlkit.yaml")
        let moving = try await PseudoTerminal.mlkit(["run", "-j", "1"], answers: [], in: scratch.path, columns: 60)
        #expect(moving.status == 0, "\(moving.output)")
        let lines = moving.output.split(separator: "\n").filter { $0.contains("run  copy") }
        #expect(lines.contains { $0.contains(#/  row \d of 5$/#) }, "\(moving.output)")
        #expect(lines.allSatisfy { !$0.contains("old") && $0.split(separator: "\u{1B}[J").last?.count ?? 0 < 60 })
    }

    @Test func aFailureShowsTheLogAndExitsWithOne() async throws {
        let text = try scratch.read("mlkit.yaml")
        try scratch.write(text.replacing("cp in.txt a.txt", with: "echo broken; exit 3"), to: "mlkit.yaml")
        let outcome = try await mlkit("run")
        #expect(outcome.status == 1)
        #expect(
            timeless(outcome.error) == """
                run  copy   it has not run yet
                FAIL copy TIME  see logs/copy.log
                     | broken
                error: the command of stage `copy` ended with exit code 3
                 --> mlkit.yaml:4:3
                  |
                4 |   copy: {run: echo broken; exit 3, inputs: [in.txt], outputs: [a.txt]}
                  |   ^^^^
                wait upper  not run, because another stage failed
                0 stages run, 1 failed, 1 not run in TIME

                """)
        #expect(try scratch.read("logs/copy.log") == "broken\n")
    }

    @Test func eventsAreJSONLines() async throws {
        let lines = try await mlkit("run", "--format", "json", "-j", "1").output.split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines[0] == #"{"event":"started","stage":"copy","reasons":["it has not run yet"]}"#)
        #expect(lines[4].hasPrefix(#"{"event":"summary","ran":2,"restored":0,"skipped":0,"failed":0,"cancelled":0,"#))
    }

    @Test func aBrokenSpecIsShownWholeAndNothingRuns() async throws {
        try scratch.write("mlkit: 1\nproject: {name: p}\nstages:\n  a: {rnu: x}\nlayuot: x\n", to: "mlkit.yaml")
        let outcome = try await mlkit("run")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: `a` has neither `kind` nor `run`
                 --> mlkit.yaml:4:6
                  |
                4 |   a: {rnu: x}
                  |      ^^^^^^^^

                hint: give it a kind (`data`, `compare`, `train`, `evaluate`, `quantize`, `deploy` and `notebook`) or a command to run

                error: unknown key `layuot` in mlkit.yaml
                 --> mlkit.yaml:5:1
                  |
                5 | layuot: x
                  | ^^^^^^

                hint: did you mean `layout`?

                """)
    }

    @Test func withoutAProjectItSaysHowToGetOne() async throws {
        let empty = try ScratchDirectory()
        let outcome = try await BuiltTool.mlkit(["status"], in: empty.path)
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: no mlkit.yaml in `\(empty.path)` or a folder above it

                hint: make a project with `mlkit new NAME`, or of what is here with `mlkit init --accept spec`; or go to one

                """)
    }

    @Test func theProjectIsFoundFromBelowAndByOption() async throws {
        try scratch.write("", to: "deep/er/file")
        let below = try await BuiltTool.mlkit(["status"], in: scratch.path.pushing("deep/er"))
        #expect(below.status == 0)
        let other = try await BuiltTool.mlkit(["status", "-C", scratch.path.string], in: "/")
        #expect(other.output == below.output)
    }

    @Test func aFolderThatCannotBeWrittenIsNamed() async throws {
        try scratch.write("not a folder", to: ".mlkit")
        let outcome = try await mlkit("run")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("\(scratch.path)/.mlkit"))
    }

    @Test(arguments: [["frobnicate"], ["run", "--jobs", "0"], ["run", "--format", "xml"]])
    func wrongUsageExitsWith64(arguments: [String]) async throws {
        #expect(try await BuiltTool.mlkit(arguments, in: scratch.path).status == 64)
    }
}
