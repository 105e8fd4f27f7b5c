import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit check verify`, `mlkit check gate` and gates of stages, seen from outside.
@Suite struct CheckVerifyTests {
    private static let definition = """
        checklist: 1
        title: T
        sections:
          - id: a
            title: A
            items:
              - id: a.docker
                title: Can it be built anywhere?
                why: w
                how: h
                kind: automatic
                maturity: poc
                verify: [{file: Dockerfile}]
              - {id: a.lint, title: Lint, why: w, how: h, maturity: mvp, tags: [style], verify: [{command: test -f linted}]}
              - {id: a.asked, title: Ask, why: w, how: h, maturity: production, gates: [ship]}

        """
    private static let spec = """
        mlkit: 1
        project: {name: p}
        checklists: [list.yaml]
        stages:
          ship: {run: cp in.txt out.txt, inputs: [in.txt], outputs: [out.txt], gate: poc}

        """

    let sandbox: GitSandbox

    init() async throws {
        sandbox = try await GitSandbox()
        try await sandbox.commit(["mlkit.yaml": Self.spec, "list.yaml": Self.definition, "in.txt": "x\n"])
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        let cache = ["XDG_CACHE_HOME": sandbox.scratch.path.appending("cache").string]
        return try await BuiltTool.mlkit(
            arguments, in: sandbox.path, environment: sandbox.variables.merging(cache) { $1 })
    }

    @Test func eachItemSaysWhatWasLookedAt() async throws {
        let outcome = try await mlkit("check", "verify")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                failed       a.docker  no file that is not empty matches `Dockerfile`
                cannot tell  a.lint    `test -f linted` was not run: allow it with `--allow-commands`
                0 of 2 items verified

                """)
        try sandbox.write("FROM scratch\n", to: "Dockerfile")
        try sandbox.write("", to: "linted")
        let allowed = try await mlkit("check", "verify", "--allow-commands")
        #expect(
            allowed.output == """
                passed       a.docker  `Dockerfile` exists
                passed       a.lint    `test -f linted` exits with 0
                2 of 2 items verified

                """)
        // The list shows it from now on, without running the command.
        #expect(
            try await mlkit("check", "list").output == """
                done     poc         a.docker  Can it be built anywhere?
                done     mvp         a.lint    Lint
                open     production  a.asked   Ask

                """)
        let json = try JSON(parsing: try await mlkit("check", "verify", "docker", "--format", "json").output)
        #expect(
            json == [
                [
                    "id": "a.docker", "title": "Can it be built anywhere?", "maturity": "poc", "state": "done", "reason": "",
                    "verdicts": [
                        [
                            "probe": "file: Dockerfile", "outcome": "passed", "message": "`Dockerfile` exists",
                            "evidence": ["Dockerfile"],
                        ]
                    ],
                ]
            ])
        #expect(
            try await mlkit("check", "verify", "a.asked").error == """
                error: `a.asked` has no probes: only a person can tell whether it is done

                hint: `mlkit check show a.asked` says how to go about it

                """)
    }

    @Test func anAutomaticItemIsNotDoneByHand() async throws {
        let outcome = try await mlkit("check", "done", "a.docker")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: `a.docker` is automatic: it is done when its probes pass, and only then

                hint: `mlkit check verify a.docker` says what they look at; `skip` and `waive` take a reason

                """)
    }

    @Test func aGateSaysWhatKeepsItShut() async throws {
        let shut = try await mlkit("check", "gate", "--maturity", "mvp")
        #expect(shut.status == 1)
        #expect(
            shut.output == """
                open     a.docker  Can it be built anywhere?: no file that is not empty matches `Dockerfile`
                open     a.lint    Lint: `test -f linted` was not run: allow it with `--allow-commands`
                gate not met: 2 of 2 items for minimum viable product to do

                """)
        _ = try await mlkit("check", "waive", "a.docker", "--until", "2999-12-31", "--because", "later")
        let done = try await mlkit("check", "done", "a.lint")
        #expect(done.output.hasSuffix("  still unclear: a command, which runs in `mlkit check verify` only\n"))
        let unclear = try await mlkit("check", "gate", "--maturity", "mvp")
        #expect(unclear.status == 1)
        #expect(
            unclear.output == """
                unclear  a.lint  Lint: `test -f linted` was not run: allow it with `--allow-commands`
                gate not met: 1 of 2 items for minimum viable product to do, 1 waived

                """)
        try sandbox.write("", to: "linted")
        let met = try await mlkit("check", "gate", "--maturity", "mvp", "--allow-commands")
        #expect(met.status == 0)
        #expect(met.output == "gate met: 2 items for minimum viable product checked, nothing open, 1 waived\n")
        try LocalFileSystem().remove(sandbox.path.appending("linted"))
        // A probe that runs, and finds what the record says not to be so.
        let failing = try await mlkit("check", "gate", "--tag", "style", "--allow-commands")
        #expect(failing.status == 1)
        #expect(
            failing.output == """
                failing  a.lint  Lint: `test -f linted` exits with 1
                gate not met: 1 of 1 item with the tag `style` to do

                """)
        let json = try JSON(parsing: try await mlkit("check", "gate", "--stage", "ship", "--format", "json").output)
        #expect((json["met"], json["checked"], json["blocking"]?.array?.count) == (false, 2, 1))
    }

    @Test(arguments: [
        (["--maturity", "mpv"], 3, "error: unknown level `mpv`\n\nhint: did you mean `mvp`?\n"),
        (["--stage", "shop"], 3, "error: unknown stage `shop`\n\nhint: did you mean `ship`?\n"),
        (["--tag", "stile"], 3, "error: no item has the tag `stile`\n\nhint: did you mean `style`?\n"),
        (["--tag", "style", "--stage", "ship"], 64, "Error: give one of --maturity, --stage and --tag\n"),
    ])
    func mistakesAreNamed(arguments: [String], status: Int, message: String) async throws {
        let outcome = try await BuiltTool.mlkit(
            ["check", "gate"] + arguments, in: sandbox.path, environment: sandbox.variables)
        #expect(outcome.status == status)
        #expect(outcome.error.hasPrefix(message), "\(outcome.error)")
    }

    @Test func aStageWaitsForItsGate() async throws {
        let held = try await mlkit("run", "--no-progress")
        #expect(held.status == 1)
        #expect(
            held.error.contains(
                """
                error: the gate `poc` of stage `ship` is not met: 2 items open
                 --> mlkit.yaml:5:3
                  |
                5 |   ship: {run: cp in.txt out.txt, inputs: [in.txt], outputs: [out.txt], gate: poc}
                  |   ^^^^
                note: open a.docker: Can it be built anywhere?
                note: open a.asked: Ask

                hint: `mlkit check gate --stage ship` lists them; to run all the same, `mlkit run --override-gate --because TEXT`
                """), "\(held.error)")
        #expect(try !sandbox.exists("out.txt"))
        #expect(try await mlkit("run", "--override-gate").status == 64)
        let run = try await mlkit("run", "--no-progress", "--override-gate", "--because", "it is a demo")
        #expect(run.status == 0)
        #expect(run.error.contains("gate ship  not met, 2 items open; overridden because it is a demo\n"), "\(run.error)")
        let lock = try JSON(parsing: sandbox.read(".mlkit/lock/ship.json"))
        #expect(
            lock["gate_override"] == [
                "because": "it is a demo", "open": ["open a.docker: Can it be built anywhere?", "open a.asked: Ask"],
            ])
        try sandbox.write("y\n", to: "in.txt")
        try sandbox.write("FROM scratch\n", to: "Dockerfile")
        _ = try await mlkit("check", "done", "a.asked")
        #expect(try await mlkit("run").status == 0)
        #expect(try JSON(parsing: sandbox.read(".mlkit/lock/ship.json"))["gate_override"] == nil)
    }
}
