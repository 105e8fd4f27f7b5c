import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `kind: train` with a program of the user's own.
@Suite struct OwnTrainingTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        let rows = (0..<300).map { row in
            let (place, rooms) = (1 + row * 7 % 3, 1 + row * 11 % 5)
            let area = 20 * rooms + row * 37 % 23
            return "\(["north", "south", "harbour"][place - 1]),\(rooms),\(area),\(900 * place * area + row * 7919 % 9973)\n"
        }
        try scratch.write("district,rooms,area,price\n" + rows.joined(), to: "flats.csv")
    }

    private func spec(_ keys: String, stages: String = "") throws {
        try scratch.write(
            """
            mlkit: 1
            project: {name: flats}
            params: {trees: 20, rate: {of: 0.5}}
            stages:
              ingest: {kind: data, source: flats.csv, target: price}
              own:
                kind: train
                data: ${stages.ingest}
                \(keys)
            \(stages)

            """, to: "mlkit.yaml")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path, environment: PythonEnvironment.variables)
    }

    /// A graph that answers a tenth of the rooms, in the language that a test's program is written in.
    private static let model = """
        import os, onnx
        from onnx import helper, TensorProto
        def model(name="rooms", factor=0.1, kind=TensorProto.DOUBLE, output="prediction"):
            nodes = [helper.make_node("Cast", [name], ["x"], to=TensorProto.FLOAT),
                     helper.make_node("Mul", ["x", "f"], [output])]
            graph = helper.make_graph(nodes, "g", [helper.make_tensor_value_info(name, kind, ["N", 1])],
                [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N", 1])],
                [helper.make_tensor("f", TensorProto.FLOAT, [1], [factor])])
            return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)

        """

    /// The example of the page, with the module that the template has.
    @Test func theExampleOfThePageRuns() async throws {
        let page = try #require(try MarkdownPage.all().first { $0.path == "docs/stages.md" }).text
        let section = try #require(page.components(between: "## Train with a program of your own\n", and: "\n## "))
        let yaml = try #require(section.components(between: "```yaml\n", and: "```"))
        try scratch.write("mlkit: 1\nproject: {name: flats}\n" + yaml.replacing("trees: 200", with: "trees: 20"), to: "mlkit.yaml")
        try scratch.write(try #require(section.components(between: "```python\n", and: "```")), to: "train.py")
        let module = BuiltTool.sourceRoot.pushing("templates/python/files/{{ layout.model }}/onnx_file.py")
        try scratch.write(String(decoding: LocalFileSystem().read(module), as: UTF8.self), to: "onnx_file.py")
        let run = try await mlkit("run")
        #expect(run.status == 0, "\(run.error)")
        #expect(run.error.contains("a program of your own, 3 columns: validation rmse "), "\(run.error)")
        let metrics = try JSON(parsing: scratch.read("models/forest/metrics.json"))
        #expect(metrics["kind"] == "forest" && metrics["valid"]?["r2"]?.double ?? 0 > 0.9)
        let report = try JSON(parsing: scratch.read("reports/evaluation.json"))
        #expect(report["selection"]?["runner_up"] != nil && report["validation"]?["models"]?.array?.count == 2)
        #expect(try await mlkit("run").error.contains("nothing to do"))
        try scratch.write(try scratch.read("train.py") + "# other\n", to: "train.py")
        #expect(try await mlkit("status").output.contains("`train.py` changed"))
    }

    @Test func theProgramIsToldWhatItNeeds() async throws {
        let program = Self.model + """
            import json, sys
            assert sys.argv[1:] == [os.environ["MLKIT_TRAIN"], "to=" + os.environ["MLKIT_MODEL"], "{other}"], sys.argv
            assert os.environ["MLKIT_SEED"] == "7" and os.environ["MLKIT_THREADS"] == "2" and os.environ["GREETING"] == "hi"
            assert json.load(open(os.environ["MLKIT_PARAMS"])) == {"rate": {"of": 0.5}, "trees": 20}
            assert os.environ["MLKIT_PARAM_RATE_OF"] == "0.5" and os.getcwd().endswith("/code")
            assert all(os.path.exists(os.environ[name]) for name in ["MLKIT_VALID", "MLKIT_SCHEMA"])
            json.dump([{"step": 1, "valid_loss": 0.5}], open(os.environ["MLKIT_HISTORY"], "w"))
            onnx.save(model(), os.environ["MLKIT_MODEL"])
            print("trained it")
            """
        try scratch.write(program, to: "code/own.py")
        try spec("""
            run: [python3, own.py, "{train}", "to={model}", "{other}"]
                cwd: code
                seed: 7
                inputs: [code/own.py]
                params: [rate, trees]
                env: {GREETING: hi}
                resources: {cpus: 2}
            """, stages: """
                  quantize: {kind: quantize, model: "${stages.own}", calibrate: "${stages.ingest.valid}", max_accuracy_drop: 1}
                  evaluate: {kind: evaluate, models: "${stages.own}", data: "${stages.ingest}", intervals: false}
                  deploy: {kind: deploy, model: "${stages.evaluate.selected}"}
                """)
        let run = try await mlkit("run", "deploy")
        #expect(run.status == 0, "\(run.error)")
        #expect(try scratch.read("logs/own.log").contains("trained it"))
        #expect(try scratch.read("models/own/history.json").contains("0.5"))
        let answers = try await mlkit("predict", "current", "flats.csv", "-o", "answers.csv")
        #expect(answers.status == 0, "\(answers.error)")
        // Its parameters are those of the stage.
        try scratch.write(try scratch.read("mlkit.yaml").replacing("trees: 20", with: "trees: 21"), to: "mlkit.yaml")
        #expect(try await mlkit("status").output.contains("trees"))
    }

    @Test(arguments: [
        ("onnx.save(model('garden'), path)", "garden"),
        ("onnx.save(model(kind=TensorProto.STRING), path)", "rooms"),
        ("onnx.save(model(output='price'), path)", "prediction"),
        ("onnx.save(model(factor=float('nan')), path)", "of the training split"),
        ("open(path, 'w').write('no model')", "error:"),
        ("pass", "`run` ended without a model"),
        ("raise SystemExit(3)", "the program of `run` ended with 3"),
        ("onnx.save(model(), path); open(os.environ['MLKIT_HISTORY'], 'w').write('[1]')", "is no list of mappings"),
    ])
    func whatIsNoModelOfTheDataIsRefused(line: String, word: String) async throws {
        try scratch.write(Self.model + "path = os.environ['MLKIT_MODEL']\n\(line)\n", to: "own.py")
        try spec("run: python3 own.py")
        let run = try await mlkit("run", "own")
        #expect(run.status == 1 && run.error.contains("FAIL own") && run.error.contains(word), "\(run.error)")
        #expect(try !scratch.exists("models"))
    }

    @Test func keysThatSayNothingOfAProgramAreRefused() async throws {
        try spec("run: python3 own.py\n    calibrate: platt\n    cross_validation: 5")
        let status = try await mlkit("status")
        #expect(status.status == 1 && status.error.contains("`calibrate` is for models of mlkit's own, and the stage has `run`"))
        #expect(status.error.contains("`cross_validation` is for models of mlkit's own"))
        try spec("model: linear\n    python: .venv")
        #expect(try await mlkit("status").error.contains("`python` goes with `run`, which the stage does not have"))
        try spec("model: linear\n    run: python3 own.py")
        #expect(try await mlkit("status").status == 1)
        try spec("model: linear\n    refit: true")
        #expect(try await mlkit("status").error.contains("`refit` goes by folds, and there are none"))
    }
}

extension String {
    /// What stands between two texts, the first time.
    fileprivate func components(between start: String, and end: String) -> String? {
        guard let from = firstRange(of: start) else { return nil }
        let rest = self[from.upperBound...]
        return rest.firstRange(of: end).map { String(rest[..<$0.lowerBound]) }
    }
}
