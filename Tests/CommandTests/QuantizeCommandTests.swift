import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit quantize` on files that other programs wrote, without a project.
@Suite struct QuantizeCommandTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func python(_ program: String) async throws {
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let preamble = """
            import numpy as np, onnx
            from onnx import helper as h, numpy_helper as n, TensorProto as T
            r = np.random.default_rng(0)
            def constant(name, *shape, kind="float32"): return n.from_array((r.normal(size=shape) / 8).astype(kind), name)
            def save(name, nodes, constants, inputs, outputs, opset=17, **how):
                graph = h.make_graph(nodes, "g", inputs, outputs, constants)
                model = h.make_model(graph, opset_imports=[h.make_opsetid("", opset)], ir_version=8)
                onnx.save(model, name, **how)
            def value(name, *shape): return h.make_tensor_value_info(name, T.FLOAT, shape)

            """
        let outcome = try await BuiltTool.run(python, ["-c", preamble + program], in: scratch.path)
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(["quantize"] + arguments, in: scratch.path)
    }

    /// A model of operator set 11 with a scaled Gemm and a softmax over all dimensions from the first on; its answers are compared by
    /// ONNX Runtime in Python.
    @Test(arguments: ["dynamic", "weights", "float16", "static"])
    func anOldModelIsBroughtUpToDate(mode: String) async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("Gemm", ["x", "w", "b"], ["a"], alpha=0.5, beta=2.0), h.make_node("Clip", ["a", "low"], ["c"]),
                h.make_node("Unsqueeze", ["c"], ["u"], axes=[1]), h.make_node("Softmax", ["u"], ["y"], axis=1)],
                [constant("w", 64, 48), constant("b", 48), n.from_array(np.float32(0), "low")], [value("x", None, 64)],
                [value("y", None, 1, 48)], opset=11)
            np.savez("s.npz", x=r.normal(size=(30, 64)).astype("f4"))
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", "s.npz", "--format", "json")
        #expect(outcome.status == 0, "\(outcome.error)")
        let report = try JSON(parsing: Array(outcome.output.utf8))
        #expect(report["left_in_float"]?.array?.isEmpty == true)
        #expect(try #require(report["outputs"]?.array?.first?["signal_to_noise_db"]?.double) > 30)
        try await python(
            """
            import onnxruntime as o
            onnx.checker.check_model("q.onnx")
            x = np.load("s.npz")["x"]
            a, b = (o.InferenceSession(f, providers=["CPUExecutionProvider"]).run(None, {"x": x})[0] for f in ("m.onnx", "q.onnx"))
            assert abs(a - b).max() < 0.01, abs(a - b).max()
            """)
    }

    @Test func tensorsBesideTheModelAreRead() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", None, 48)],
                save_as_external_data=True, location="m.bin", size_threshold=0)
            """)
        #expect(try await mlkit("m.onnx", "-o", "q.onnx").status == 0)
        try LocalFileSystem().remove(scratch.path.appending("m.bin"))
        let outcome = try await mlkit("m.onnx", "-o", "r.onnx")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("the model keeps the values of `w` in `m.bin`, and there is no such file in"))
        #expect(try !scratch.exists("r.onnx"))
    }

    @Test func badInputHasOneReasonAndLeavesNothing() async throws {
        try scratch.write("not a model at all", to: "text.onnx")
        try await python(
            """
            save("nan.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [n.from_array(np.full((64, 48), np.nan, "f4"), "w")],
                [value("x", None, 64)], [value("y", None, 48)])
            save("none.onnx", [h.make_node("Relu", ["x"], ["y"])], [], [value("x", None, 64)], [value("y", None, 64)])
            save("old.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)],
                [value("y", None, 48)], opset=7)
            save("small.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 8, 3)], [value("x", None, 8)], [value("y", None, 3)])
            save("fine.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", None, 48)])
            np.savez("s.npz", z=r.normal(size=(30, 64)).astype("f4"))
            """)
        let cases = [
            (["text.onnx"], "the model cannot be read"), (["gone.onnx"], "gone.onnx`: no such file or directory"),
            (["nan.onnx"], "its weights are not all finite"), (["none.onnx"], "it is made of `Relu`"),
            (["old.onnx"], "the model uses version 7 of ONNX's operators"), (["small.onnx", "--mode", "weights"], "so few that nothing is gained"),
            (["fine.onnx", "--mode", "static"], "the mode `static` needs samples"),
            (["fine.onnx", "--samples", "s.npz"], "the samples have an array `z`, and the model has no such input"),
            (["fine.onnx", "--bits", "4"], "`--bits 4` goes with `--mode weights`"), (["fine.onnx", "--mode", "int8"], "the mode is"),
        ]
        for (arguments, message) in cases {
            let outcome = try await BuiltTool.mlkit(["quantize", "-o", "q.onnx"] + arguments, in: scratch.path)
            #expect(outcome.status != 0 && outcome.error.contains(message), "\(arguments): \(outcome.error)")
            #expect(try !scratch.exists("q.onnx"))
        }
    }

    /// What a model cannot be: each has one message, and nothing is written.
    @Test func whatCannotBeQuantizedSaysWhy() async throws {
        try await python(
            """
            weights, x, y = [constant("w", 64, 48)], [value("x", None, 64)], [value("y", None, 48)]
            product = h.make_node("MatMul", ["x", "w"], ["y"])
            save("fine.onnx", [product], weights, x, y)
            open("cut.onnx", "wb").write(open("fine.onnx", "rb").read()[:-3000])
            save("new.onnx", [product], weights, x, y, opset=99)
            save("own.onnx", [h.make_node("MatMul", ["x", "w"], ["a"]), h.make_node("Secret", ["a"], ["y"], domain="ours")], weights, x, y)
            save("unknown.onnx", [h.make_node("MatMul", ["x", "w"], ["a"]), h.make_node("Matmull", ["a"], ["y"])], weights, x, y)
            save("big.onnx", [product], weights, x, y, save_as_external_data=True, location="big.bin", size_threshold=0)
            big = onnx.load("big.onnx", load_external_data=False)
            big.graph.initializer[0].dims[:] = [64, 10_000_000]
            big.graph.initializer[0].external_data[-1].value = str(64 * 10_000_000 * 4)
            assert big.graph.initializer[0].external_data[-1].key == "length"
            open("big.bin", "wb").truncate(64 * 10_000_000 * 4)
            onnx.save(big, "big.onnx")
            from sklearn.ensemble import RandomForestClassifier
            from skl2onnx import to_onnx
            a = r.normal(size=(50, 4)).astype("f4")
            onnx.save(to_onnx(RandomForestClassifier(3, max_depth=3).fit(a, a[:, 0] > 0), a[:1]), "trees.onnx")
            np.savez("narrow.npz", x=r.normal(size=(30, 60)).astype("f4"))
            np.savez("deep.npz", x=r.normal(size=(3, 3, 30, 64)).astype("f4"))
            np.savez("texts.npz", x=np.array([["a"] * 64]))
            np.savez("empty.npz", x=np.zeros((0, 2, 64), "f4"))
            np.savez("nan.npz", x=np.full((30, 64), np.nan, "f4"))
            """)
        let cases: [([String], String)] = [
            (["cut.onnx"], "error: the model cannot be read\nnote: it is damaged, or is not an ONNX file"),
            (["new.onnx"], "error: cannot load the model"), (["own.onnx"], "error: cannot load the model"), (["unknown.onnx"], "error: cannot load the model"),
            (["big.onnx"], "error: the model's tensors take 2.56 GB, and at most 2.15 GB can be read"),
            (["trees.onnx"], "error: the model has nothing to quantize\nnote: only what multiplies by constant weights can be"),
            (["fine.onnx", "--mode", "static", "--samples", "narrow.npz"], "error: the input `x` "),
            (["fine.onnx", "--mode", "static", "--samples", "deep.npz"], "error: the array `x` has the shape [3, 3, 30, 64], and the model takes"),
            (["fine.onnx", "--mode", "static", "--samples", "texts.npz"], "error: the array `x` holds string, and the model takes float"),
            (["fine.onnx", "--mode", "static", "--samples", "empty.npz"], "error: the samples are empty"),
            (["fine.onnx", "--mode", "static", "--samples", "nan.npz"], "error: "),
            (["fine.onnx", "--samples", "fine.onnx"], "is neither an .npz nor an .npy file"),
        ]
        for (arguments, message) in cases {
            let outcome = try await BuiltTool.mlkit(["quantize", "-o", "q.onnx"] + arguments, in: scratch.path)
            #expect(outcome.status == 1 && outcome.error.contains(message), "\(arguments): \(outcome.status) \(outcome.error)\(outcome.output)")
            #expect(outcome.error.split(separator: "\n").count { $0.hasPrefix("error:") } == 1, "\(arguments): \(outcome.error)")
            #expect(try !scratch.exists("q.onnx"))
        }
    }

    @Test(arguments: ["dynamic", "static"]) func aQuantizedModelIsSaidToBeOne(mode: String) async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", None, 48)])
            np.savez("s.npz", x=r.normal(size=(30, 64)).astype("f4"))
            """)
        #expect(try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", "s.npz").status == 0)
        let again = try await mlkit("q.onnx", "-o", "r.onnx", "--mode", mode, "--samples", "s.npz")
        #expect(again.status == 1 && again.error.hasPrefix("error: the model is quantized already\nnote: it is made of "), "\(again.error)")
        #expect(again.error.hasSuffix("\n\nhint: quantize the model that it was made from\n"), "\(again.error)")
        #expect(try !scratch.exists("r.onnx"))
    }

    /// The same samples in each form give the same model.
    @Test func samplesComeAsTablesAndFoldersToo() async throws {
        try await python(
            """
            import os, pyarrow as pa, pyarrow.parquet as pq
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", None, 48)])
            save("columns.onnx", [h.make_node("Concat", ["a", "b"], ["x"], axis=1), h.make_node("MatMul", ["x", "w"], ["y"])],
                [constant("w", 2, 300)], [value("a", None, 1), value("b", None, 1)], [value("y", None, 300)])
            x = r.normal(size=(64, 64)).astype("f4")
            np.savez("s.npz", x=x)
            pq.write_table(pa.table({f"c{i}": x[:, i] for i in range(64)}), "wide.parquet")
            pq.write_table(pa.table({"b": x[:, 1], "a": x[:, 0], "other": ["t"] * 64}), "named.parquet")
            pq.write_table(pa.table({"b": x[:, 1]}), "lacking.parquet")
            for number, part in enumerate((x[:20], x[20:])):
                os.makedirs(f"own/test_data_set_{number}")
                open(f"own/test_data_set_{number}/input_0.pb", "wb").write(n.from_array(part, "x" if number else "").SerializeToString())
            os.makedirs("none")
            os.makedirs("bad")
            open("bad/input_0.pb", "wb").write(b"nothing")
            """)
        func quantized(_ model: String, _ samples: String) async throws -> [UInt8] {
            let outcome = try await mlkit(model, "-o", "q.onnx", "--mode", "static", "--samples", samples)
            #expect(outcome.status == 0, "\(samples): \(outcome.error)")
            return try LocalFileSystem().read(scratch.path.appending("q.onnx"))
        }
        let first = try await quantized("m.onnx", "s.npz")
        for samples in ["wide.parquet", "own"] { #expect(try await quantized("m.onnx", samples) == first) }
        _ = try await quantized("columns.onnx", "named.parquet")
        for (model, samples, message) in [
            ("columns.onnx", "lacking.parquet", "the table has no column `a`"), ("m.onnx", "named.parquet", "the table has no column `x`"),
            ("m.onnx", "none", "there are no inputs in `"), ("m.onnx", "bad", "bad/input_0.pb` holds no tensor"),
        ] {
            let outcome = try await mlkit(model, "-o", "n.onnx", "--mode", "static", "--samples", samples)
            #expect(outcome.status == 1 && outcome.error.contains(message), "\(outcome.error)")
            #expect(try !scratch.exists("n.onnx"))
        }
    }

    @Test func nodesToKeepAreNamed() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["a"], name="first"), h.make_node("MatMul", ["a", "v"], ["y"], name="second")],
                [constant("w", 64, 48), constant("v", 48, 48)], [value("x", None, 64)], [value("y", None, 48)])
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--keep", "first", "--keep", "third")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("1 node quantized, 1 left in float: "))
        #expect(outcome.output.contains("  left in float  first: it is to be left in float\n"))
        #expect(outcome.output.contains("nothing is known of how its answers differ: give inputs with --samples\n"))
        #expect(outcome.error == "there is no node `third` to leave in float\n")
    }

    /// Three products, of which the second has a large weight in each column, of an input that is always zero: all others are coarse.
    private func coarseModel() async throws {
        try await python(
            """
            w, v = ((r.normal(size=(64, 64)) / 8).astype("f4") for _ in range(2)); w[:, 5] = -abs(w[:, 5]); v[5] = 40
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["a"], name="fine"), h.make_node("Relu", ["a"], ["b"]),
                h.make_node("MatMul", ["b", "v"], ["c"], name="coarse"), h.make_node("MatMul", ["c", "u"], ["y"], name="last")],
                [n.from_array(w, "w"), n.from_array(v, "v"), constant("u", 64, 64)], [value("x", None, 64)], [value("y", None, 64)])
            x = abs(r.normal(size=(200, 64))).astype("f4")
            np.savez("s.npz", x=x)
            """)
    }

    @Test func aBrokenBoundNamesTheLayerAndWritesNothing() async throws {
        try await coarseModel()
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--samples", "s.npz", "--bound", "signal_to_noise >= 30")
        #expect(outcome.status == 1 && outcome.output == "")
        #expect(outcome.error.hasPrefix("error: quantized, the model does not keep a bound: signal_to_noise is "), "\(outcome.error)")
        #expect(outcome.error.contains(", not >= 30\nnote: `coarse` costs most: quantized alone, it leaves the answers "), "\(outcome.error)")
        #expect(
            outcome.error.hasSuffix(
                "hint: leave `coarse` in float with `--keep`, let `--mode auto` and `--search` look for a better way, or loosen `--bound`\n"),
            "\(outcome.error)")
        #expect(try !scratch.exists("q.onnx"))
        let kept = try await mlkit(
            "m.onnx", "-o", "q.onnx", "--samples", "s.npz", "--bound", "signal_to_noise >= 30", "--keep", "coarse")
        #expect(kept.status == 0 && kept.output.contains("\n  keeps signal_to_noise >= 30: "), "\(kept.error)")
    }

    @Test func aSearchLeavesTheNoisiestInFloat() async throws {
        try await coarseModel()
        let outcome = try await mlkit(
            "m.onnx", "-o", "q.onnx", "--mode", "auto", "--search", "--layers", "--samples", "s.npz", "--bound", "signal_to_noise >= 30",
            "--format", "json")
        #expect(outcome.status == 0, "\(outcome.error)")
        let report = try JSON(parsing: Array(outcome.output.utf8))
        #expect(report["left_in_float"]?.array?.compactMap { $0["name"]?.string } == ["coarse"])
        #expect(report["bounds"]?.array?.first?["kept"] == true)
        let attempts = try #require(report["attempts"]?.array)
        #expect(Set(attempts.compactMap { $0["method"]?.string }) == ["static", "dynamic"])
        #expect(attempts.filter { $0["chosen"] == true }.count == 1)
        let layers = try #require(report["layers"]?.array)
        #expect(layers.compactMap { $0["name"]?.string } == ["fine", "coarse", "last"])
        #expect(layers.map { $0["quantized"] } == [true, false, true])
        let noise = layers.compactMap { $0["answers_signal_to_noise"]?.double }
        #expect(noise.count == 3 && noise[1] < noise[0] && noise[1] < noise[2])
        try await python(
            """
            import onnxruntime as o
            x = np.load("s.npz")["x"]
            a, b = (o.InferenceSession(f, providers=["CPUExecutionProvider"]).run(None, {"x": x})[0] for f in ("m.onnx", "q.onnx"))
            assert 10 * np.log10((a ** 2).sum() / ((a - b) ** 2).sum()) > 30
            """)
    }

    @Test func layersAndAttemptsAreTables() async throws {
        try await coarseModel()
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--samples", "s.npz", "--layers", "--mode", "auto")
        #expect(outcome.status == 0, "\(outcome.error)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("  tried    left in float  size ") })
        #expect(lines.contains { $0.hasPrefix("  layer   operator  signal to noise  of the answers  saves") })
        #expect(lines.contains { $0.hasPrefix("  coarse  MatMul    ") && $0.hasSuffix(" kB") })
    }

    @Test func whatNeedsSamplesSaysSo() async throws {
        try await coarseModel()
        for (arguments, message) in [
            (["--bound", "flipped < 1"], "the bound `flipped` needs samples, to be measured on"), (["--layers"], "what layers cost needs samples"),
            (["--search"], "what layers cost needs samples"), (["--mode", "auto"], "the mode `auto` needs samples, to find the ranges"),
            (["--bound", "flips < 1"], "`--bound flips < 1` is not a quantity (`largest_difference`, "),
            (["--calibration", "max"], "ranges are found by `minmax`, "), (["--percentile", "20"], "`--percentile` is 50 to 100, not 20"),
        ] {
            let outcome = try await BuiltTool.mlkit(["quantize", "m.onnx", "-o", "q.onnx"] + arguments, in: scratch.path)
            #expect(outcome.status != 0 && outcome.error.contains(message), "\(arguments): \(outcome.error)")
            #expect(try !scratch.exists("q.onnx"))
        }
        let size = try await mlkit("m.onnx", "-o", "q.onnx", "--bound", "size_ratio < 0.5")
        #expect(size.status == 0, "\(size.error)")
    }
}
