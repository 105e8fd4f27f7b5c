import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What a command finds when it starts: parameters, variables, its folder, its shell, its Python.
@Suite struct RunSurroundingsTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func write(_ stages: String, params: String = "{}") throws {
        try scratch.write("mlkit: 1\nproject: {name: p}\nparams: \(params)\nstages:\n\(stages)", to: "mlkit.yaml")
    }

    private func mlkit(_ arguments: String..., environment: [String: String] = [:]) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path, environment: environment)
    }

    @Test func aCommandOfSeveralLinesEndsAtTheFirstThatFails() async throws {
        try write("  a:\n    run: |\n      cat nothere > part1\n      echo done > o\n    outputs: [o]\n")
        let run = try await mlkit("run")
        #expect(run.status == 1)
        #expect(try !scratch.exists("o"))
        // Lines are counted as they are.
        try write("  a:\n    run: |\n      true\n      ( \n    shell: bash\n")
        #expect(try await mlkit("run").error.contains("line 3"))
        try write("  a:\n    run: |\n      false | cat\n      echo done > o\n    shell: bash\n    outputs: [o]\n")
        #expect(try await mlkit("run").status == 1)
        try write("  a: {run: 'open(\"o\", \"w\").write(\"snake\")', shell: python3, outputs: [o]}\n")
        #expect(try await mlkit("run").status == 0)
        #expect(try scratch.read("o") == "snake")
    }

    @Test func parametersAreHandedToTheCommand() async throws {
        try write(
            "  a: {run: 'cp \"$MLKIT_PARAMS\" p.json; echo $MLKIT_PARAM_TRAIN_LR/$MLKIT_PARAM_SEED > v', params: [train, seed], outputs: "
                + "[p.json, v]}\n"
                + "  b: {run: 'echo \"${MLKIT_PARAMS-none}\" > b', outputs: [b]}\n",
            params: "{train: {lr: 0.5, layers: [1, 2]}, seed: 7, big: 18446744073709551617}")
        let environment = ["MLKIT_PARAM_SEED": "1", "MLKIT_PARAMS": "/nowhere"]
        #expect(try await mlkit("run", "--set", "params.train.lr=5", environment: environment).status == 0)
        #expect(try scratch.read("v") == "5/7\n")
        #expect(
            try JSON(parsing: scratch.read("p.json")) == ["seed": 7, "train": ["layers": [1, 2], "lr": 5]])
        // What the runner had is not for a stage that has no parameters.
        #expect(try scratch.read("b") == "none\n")
        // Its text says where it takes them from, so that a value is the same wherever it comes from.
        try write(
            "  a: {run: 'cp \"$MLKIT_PARAMS\" p.json; echo $MLKIT_PARAM_TRAIN_LR/$MLKIT_PARAM_SEED > v', params: [train, seed], outputs: "
                + "[p.json, v]}\n"
                + "  b: {run: 'echo \"${MLKIT_PARAMS-none}\" > b', outputs: [b]}\n",
            params: "{train: {lr: 5, layers: [1, 2]}, seed: 7, big: 18446744073709551618}")
        #expect(try await mlkit("run").error == "nothing to do: 2 stages up to date\n")
    }

    @Test func whatWasReadFromTheFileIsNotKeptAsMadeWithAnotherValue() async throws {
        let stages = "  a: {run: \"sed -n 's/^params. {lr. //p' mlkit.yaml > o\", params: [lr], outputs: [o]}\n"
        try write(stages, params: "{lr: 1}")
        #expect(try await mlkit("run").status == 0)
        #expect(try await mlkit("run", "--set", "params.lr=5").status == 0)
        try write(stages, params: "{lr: 5}")
        #expect(
            try await mlkit("status").output
                == "would run   a  parameter `lr` was set for one run, while mlkit.yaml had another value\n")
        #expect(try await mlkit("run").status == 0)
        #expect(try scratch.read("o") == "5}\n")
        #expect(try await mlkit("run").error == "nothing to do: 1 stage up to date\n")
        try write(stages, params: "{lr: 1}")
        let back = try await mlkit("run")
        #expect(back.error.hasPrefix("back a "), "\(back.error)")
    }

    @Test func variablesFolderAndPythonAreTheStagesOwn() async throws {
        try scratch.write("x", to: "src/data/f")
        try scratch.write("home = /usr/bin\nversion = 3.11.2\n", to: "env/pyvenv.cfg")
        try scratch.write("", to: "env/lib/python3.11/site-packages/numpy-2.0.dist-info/METADATA")
        try LocalFileSystem().write(
            Array("#!/bin/sh\necho own python \"$@\"\n".utf8), to: scratch.path.pushing("env/bin/python"), executable: true)
        try write(
            """
              a:
                run: 'ls data > listed; echo "$A" "$B" > variables; python t > ../python; echo "$VIRTUAL_ENV" > venv'
                env: {A: "two words", B: "${params.b}"}
                cwd: src
                python: env
                inputs: [src/data]
                outputs: [src/listed, src/variables, python, src/venv]
              b: {run: [python, x], python: env}

            """, params: "{b: $HOME}")
        let run = try await mlkit("run")
        #expect(run.status == 0, "\(run.error)")
        #expect(try scratch.read("src/listed") == "f\n")
        #expect(try scratch.read("src/variables") == "two words $HOME\n")
        #expect(try scratch.read("python") == "own python t\n")
        #expect(try scratch.read("logs/b.log") == "own python x\n")
        #expect(try scratch.read("src/venv") == "\(scratch.path)/env\n")
        #expect(try await mlkit("run").error == "nothing to do: 2 stages up to date\n")
        let sandboxed = try await mlkit("run", "--sandbox", "--force")
        #expect(sandboxed.status == 0, "\(sandboxed.error)")
        try scratch.write("", to: "env/lib/python3.11/site-packages/pandas-3.0.dist-info/METADATA")
        #expect(try await mlkit("status").output == "would run   a  `env` changed\nwould run   b  `env` changed\n")
        try write("  a: {run: x, cwd: nowhere}\n  b: {run: x, python: gone}\n")
        let missing = try await mlkit("run", "-k")
        #expect(missing.error.contains("error: the folder `nowhere`, in which the stage `a` is to run, is not there"))
        #expect(missing.error.contains("hint: make it with `python3 -m venv gone`"))
    }
}
