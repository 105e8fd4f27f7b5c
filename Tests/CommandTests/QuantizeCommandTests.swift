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
}
