import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit quantize` on files that other programs wrote, without a project.
@Suite struct QuantizeCommandTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    func python(_ program: String) async throws {
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

    func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
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

    /// Before version 11 the nearest pixel went by whether an image grows or shrinks.
    @Test(arguments: [("0.6, 0.6", true), ("1.7, 2.4", true), ("0.6, 1.7", false)])
    func imagesAreResizedAsTheyWere(scales: String, isKept: Bool) async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("Conv", ["x", "w"], ["c"]), h.make_node("Resize", ["c", "s"], ["y"], mode="nearest")],
                [constant("w", 8, 8, 3, 3), n.from_array(np.array([1, 1, \(scales)], "f4"), "s")], [value("x", 1, 8, 19, 19)],
                [value("y", None, None, None, None)], opset=10)
            np.savez("s.npz", x=r.normal(size=(1, 8, 19, 19)).astype("f4"))
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "weights", "--samples", "s.npz", "--format", "json")
        guard isKept else {
            #expect(outcome.status == 1 && outcome.error.contains("whether `Resize` of `y` enlarges or shrinks decides"),
                "\(outcome.error)")
            return
        }
        let report = try JSON(parsing: Array(outcome.output.utf8))
        #expect(try #require(report["outputs"]?.array?.first?["signal_to_noise_db"]?.double) > 30)
    }

    @Test func tensorsBesideTheModelAreRead() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", \
            None, 48)],
                save_as_external_data=True, location="m.bin", size_threshold=0)
            """)
        #expect(try await mlkit("m.onnx", "-o", "q.onnx").status == 0)
        try LocalFileSystem().remove(scratch.path.appending("m.bin"))
        let outcome = try await mlkit("m.onnx", "-o", "r.onnx")
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("the model keeps the values of `w` in `m.bin`, and there is no such file in"))
        #expect(try !scratch.exists("r.onnx"))
    }

    /// The same samples in each form give the same model.
    @Test func samplesComeAsTablesAndFoldersToo() async throws {
        try await python(
            """
            import os, pyarrow as pa, pyarrow.parquet as pq
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", \
            None, 48)])
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
            ("columns.onnx", "lacking.parquet", "the table has no column `a`"),
            ("m.onnx", "named.parquet", "the samples have 3 columns, of which none is `x`, and the model takes float [?, 64]"),
            ("m.onnx", "none", "there are no inputs in `"), ("m.onnx", "bad", "bad/input_0.pb` holds no tensor"),
        ] {
            let outcome = try await mlkit(model, "-o", "n.onnx", "--mode", "static", "--samples", samples)
            #expect(outcome.status == 1 && outcome.error.contains(message), "\(outcome.error)")
            #expect(try !scratch.exists("n.onnx"))
        }
    }

    /// Products in a function that the model defines, a layer of halves for which the runtime has no kernel, and an output that is a
    /// sequence; answers are compared by ONNX Runtime in Python.
    @Test(arguments: ["function", "halves", "sequence"], ["dynamic", "weights", "static"])
    func unusualModelsAreQuantized(kind: String, mode: String) async throws {
        try await python(
            """
            product, x = [h.make_node("MatMul", ["x", "w"], ["a"])], [value("x", None, 64)]
            kind = "\(kind)"
            if kind == "function":
                function = h.make_function("own", "Twice", ["a", "w"], ["o"], [h.make_node("MatMul", ["a", "w"], ["m"]), \
            h.make_node("Add", ["m", "m"], ["o"])],
                    [h.make_opsetid("", 17)])
                graph = h.make_graph([h.make_node("Twice", ["x", "w"], ["y"], domain="own")], "g", x, [value("y", None, 48)], \
            [constant("w", 64, 48)])
                onnx.save(h.make_model(graph, functions=[function], opset_imports=[h.make_opsetid("", 17), h.make_opsetid("own", 1)], \
            ir_version=8), "m.onnx")
                np.savez("s.npz", x=r.normal(size=(20, 64)).astype("f4"))
            elif kind == "halves":
                halves = [constant(name, *shape, kind="f2") for name, shape in (("w", (1, 128, 16)), ("r", (1, 128, 32)), ("b", (1, 256)))]
                save("m.onnx", [h.make_node("LSTM", ["x", "w", "r", "b"], ["y"], hidden_size=32)], halves,
                    [h.make_tensor_value_info("x", T.FLOAT16, [5, 1, 16])], [h.make_tensor_value_info("y", T.FLOAT16, [5, 1, 1, 32])])
                np.savez("s.npz", x=r.normal(size=(5, 1, 16)).astype("f2"))
            else:
                save("m.onnx", product + [h.make_node("SequenceConstruct", ["a", "a"], ["s"]), h.make_node("Relu", ["a"], ["y"])],
                    [constant("w", 64, 48)], x, [h.make_tensor_sequence_value_info("s", T.FLOAT, None), value("y", None, 48)])
                np.savez("s.npz", x=r.normal(size=(20, 64)).astype("f4"))
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", "s.npz", "--layers", "--format", "json")
        #expect(outcome.status == 0, "\(outcome.error)")
        let report = try JSON(parsing: Array(outcome.output.utf8))
        #expect(report["outputs"]?.array?.compactMap { $0["name"]?.string } == ["y"])
        let sizes = try #require(report["size"])
        let (before, after) = (try #require(sizes["before_bytes"]?.int), try #require(sizes["after_bytes"]?.int))
        #expect(Double(after) < (kind == "halves" ? 0.65 : 0.35) * Double(before))
        try await python(
            """
            import onnxruntime as o
            onnx.checker.check_model("q.onnx")
            x = np.load("s.npz")["x"]
            a, b = (o.InferenceSession(f, providers=["CPUExecutionProvider"]).run(["y"], {"x": x})[0].astype("f8") for f in ("m.onnx", \
            "q.onnx"))
            assert 10 * np.log10((a ** 2).sum() / ((a - b) ** 2).sum()) > 30
            """)
    }

    @Test func nodesToKeepAreNamed() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["a"], name="first"), h.make_node("MatMul", ["a", "v"], ["y"], \
            name="second")],
                [constant("w", 64, 48), constant("v", 48, 48)], [value("x", None, 64)], [value("y", None, 48)])
            """)
        let unknown = try await mlkit("m.onnx", "-o", "q.onnx", "--keep", "first", "--keep", "secnd")
        #expect(unknown.status == 1)
        #expect(unknown.error == "error: there is no node `secnd` that could be left in float\n\nhint: did you mean `second`?\n")
        #expect(try !scratch.exists("q.onnx"))
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--keep", "first")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("1 node quantized, 1 left in float: "))
        #expect(outcome.output.contains("  left in float  first: it is to be left in float\n"))
        #expect(outcome.output.contains("nothing is known of how its answers differ: give inputs with --samples\n"))
        #expect(outcome.error.isEmpty)
    }

    /// Three products, of which the second has a large weight in each column, of an input that is always zero: all others are coarse.
    func coarseModel() async throws {
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
        #expect(outcome.error.contains(", not >= 30\nnote: `coarse` costs most: quantized alone, it leaves the answers "),
            "\(outcome.error)")
        #expect(
            outcome.error.hasSuffix(
                "hint: leave `coarse` in float with `--keep`, let `--mode auto` and `--search` look for a better way, or loosen "
                    + "`--bound`\n"),
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
}
