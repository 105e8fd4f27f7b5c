import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

// Inputs with a default, types of samples, and answers that are no tensors.
extension QuantizeCommandTests {
    /// What a caller may replace is no constant: the node stays in float, the input stays, and samples may have it.
    @Test(arguments: ["static", "dynamic", "weights", "float16"]) func anInputWithADefaultStays(mode: String) async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["a"], name="free"), h.make_node("MatMul", ["a", "v"], ["b"], name="fixed"),
                h.make_node("Mul", ["b", "scale"], ["c"]), h.make_node("Gather", ["E", "ids"], ["e"], name="words"), h.make_node("Add", \
            ["c", "e"], ["y"])],
                [constant("w", 64, 48), constant("v", 48, 96), n.from_array(np.float32(1), "scale"), constant("E", 50, 96), \
            constant("unused", 3)],
                [value("x", None, 64), h.make_tensor_value_info("ids", T.INT64, [None]), value("w", 64, 48), \
            h.make_tensor_value_info("scale", T.FLOAT, []),
                 value("E", 50, 96), value("unused", 3)], [value("y", None, 96)])
            x, ids = r.normal(size=(8, 6, 64)).astype("f4"), r.integers(0, 50, (8, 6))
            np.savez("s.npz", x=x, ids=ids)
            np.savez("fed.npz", x=x, ids=ids, scale=np.full(8, 1000, "f4"))
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", "s.npz")
        #expect(outcome.status == 0 && outcome.output.contains("1 node quantized, 2 left in float"), "\(outcome.error)\(outcome.output)")
        let reason = ": its weights are an input of the model with a default, which a caller may replace\n"
        for node in ["free", "words"] { #expect(outcome.output.contains("  left in float  \(node)\(reason)"), "\(outcome.output)") }
        let fed = try await mlkit("m.onnx", "-o", "f.onnx", "--mode", mode, "--samples", "fed.npz", "--bound", "largest_difference >= 0")
        #expect(fed.status == 64 && fed.error.contains("bounded from above"), "\(fed.error)")
        let told = try await mlkit("m.onnx", "-o", "f.onnx", "--mode", mode, "--samples", "fed.npz", "--format", "json")
        #expect(told.status == 0, "\(told.error)")
        func largest(_ text: String) throws -> Double {
            try #require(JSON(parsing: Array(text.utf8))["outputs"]?.array?.first?["largest_difference"]?.double)
        }
        let usual = try await mlkit("m.onnx", "-o", "f.onnx", "--mode", mode, "--samples", "s.npz", "--format", "json")
        #expect(try largest(told.output) > 500 * largest(usual.output))
        try await python(
            """
            import onnxruntime as o
            d = np.load("s.npz")
            a, b = (o.InferenceSession(f, providers=["CPUExecutionProvider"]) for f in ("m.onnx", "q.onnx"))
            assert [i.name for i in a.get_overridable_initializers()] == [i.name for i in b.get_overridable_initializers()]
            feed = {"x": d["x"][0], "ids": d["ids"][0], "w": np.zeros((64, 48), "f4"), "E": np.ones((50, 96), "f4"), "unused": \
            np.ones(3, "f4")}
            assert np.allclose(a.run(None, feed)[0], b.run(None, feed)[0], atol=1e-6) and (b.run(None, feed)[0] == 1).all()
            """)
    }

    /// ONNX's own operators write words of 16 bits from version 21 on, with which the model is written, and means the same.
    @Test func wordsAreWrittenByOperatorsOfONNX() async throws {
        try await python(
            """
            nodes = [h.make_node("Split", ["x"], ["a", "b"], axis=1), h.make_node("Add", ["a", "b"], ["c"]),
                h.make_node("MatMul", ["c", "w"], ["d"], name="first"), h.make_node("ReduceMean", ["d"], ["e"], axes=[1], keepdims=1),
                h.make_node("ReduceMax", ["d"], ["f"], axes=[-1], keepdims=1), h.make_node("Sub", ["d", "e"], ["g"]), h.make_node("Mul", \
            ["g", "f"], ["i"]),
                h.make_node("Reshape", ["i", "shape"], ["j"]), h.make_node("GridSample", ["j", "grid"], ["k"], mode="bicubic"),
                h.make_node("RoiAlign", ["k", "rois", "which"], ["l"], output_height=4, output_width=4, spatial_scale=0.7),
                h.make_node("Reshape", ["l", "flat"], ["o"]), h.make_node("MatMul", ["o", "v"], ["y"], name="second")]
            constants = [constant("w", 64, 64), constant("v", 16, 96), n.from_array(np.int64([1, 1, 8, 64]), "shape"), \
            n.from_array(np.int64([1, 16]), "flat"),
                n.from_array(r.uniform(-1, 1, (1, 12, 12, 2)).astype("f4"), "grid"), n.from_array(np.float32([[1, 1, 13, 11]]), "rois"),
                n.from_array(np.int64([0]), "which")]
            save("m.onnx", nodes, constants, [value("x", 8, 128)], [value("y", 1, 96)])
            np.savez("s.npz", x=r.normal(size=(40, 8, 128)).astype("f4"))
            """)
        for type in ["uint16", "int16"] {
            let outcome = try await mlkit(
                "m.onnx", "-o", "q.onnx", "--mode", "static", "--activations", type, "--samples", "s.npz", "--bound",
                "signal_to_noise >= 25")
            #expect(outcome.status == 0 && outcome.output.contains("2 nodes quantized, 0 left"), "\(outcome.error)\(outcome.output)")
            try await python(
                """
                m = onnx.load("q.onnx")
                assert [(i.domain, i.version) for i in m.opset_import if i.domain in ("", "com.microsoft")] == [("", 21)], m.opset_import
                assert not [i for i in m.graph.node if i.domain] and m.ir_version >= 10
                assert sum(i.op_type == "QuantizeLinear" for i in m.graph.node) == 2
                onnx.checker.check_model(m, full_check=True)
                """)
        }
    }

    /// A classifier of scikit-learn answers its probabilities in a map unless it is told not to.
    @Test func whatIsNoTensorIsNamedAsThat() async throws {
        try await python(
            """
            from sklearn.neural_network import MLPClassifier
            from skl2onnx import to_onnx
            a = r.normal(size=(200, 20)).astype("f4")
            model = MLPClassifier((64,), max_iter=20).fit(a, np.array(["a", "b"])[(a[:, 0] > 0).astype(int)])
            onnx.save(to_onnx(model, a[:1]), "map.onnx")
            onnx.save(to_onnx(model, a[:1], options={"zipmap": False}), "tensor.onnx")
            np.savez("s.npz", X=a)
            """)
        let remedy = "of scikit-learn, `options={\"zipmap\": False}` of `to_onnx` exports a tensor"
        let refused = try await mlkit("map.onnx", "-o", "q.onnx", "--samples", "s.npz", "--bound", "signal_to_noise >= 10")
        #expect(
            refused.error == """
                error: the bound `signal_to_noise` is of numbers in tensors: `output_probability` is a sequence or a map, and labels are \
                none

                hint: \(remedy)

                """)
        let told = try await mlkit("map.onnx", "-o", "q.onnx", "--samples", "s.npz")
        #expect(told.output.contains("  `output_probability` is no tensor, and is not compared; \(remedy)\n"),
            "\(told.output)\(told.error)")
        let kept = try await mlkit("tensor.onnx", "-o", "q.onnx", "--samples", "s.npz", "--bound", "signal_to_noise >= 10")
        #expect(kept.status == 0, "\(kept.error)")
    }

    /// The time is that of a run, though nothing of it can be compared.
    @Test func theTimeOfAModelThatAnswersASequenceIsThatOfARun() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["a"]), h.make_node("SequenceConstruct", ["a", "x"], ["y"])], \
            [constant("w", 1024, 1024)],
                [value("x", None, 1024)], [h.make_tensor_sequence_value_info("y", T.FLOAT, None)])
            np.savez("s.npz", x=r.normal(size=(3, 128, 1024)).astype("f4"))
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "weights", "--samples", "s.npz", "--format", "json")
        let latency = try #require(JSON(parsing: Array(outcome.output.utf8))["latency_ms"], "\(outcome.error)")
        #expect(try #require(latency["before"]?.double) > 0.05 && #require(latency["after"]?.double) > 0.05)
    }

    @Test func truthValuesAndDecimalFractionsOfATableAreNumbers() async throws {
        try await python(
            """
            import pyarrow as pa, pyarrow.parquet as pq, decimal
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 2, 600)], [value("x", None, 2)], [value("y", None, \
            600)])
            some = pa.array([decimal.Decimal("1.25"), decimal.Decimal("-3.50")] * 20, pa.decimal128(9, 2))
            pq.write_table(pa.table({"is": pa.array([True, False] * 20), "some": some}), "s.parquet")
            pq.write_table(pa.table({"is": pa.array([[1]] * 40), "some": some}), "list.parquet")
            save("flag.onnx", [h.make_node("Cast", ["flag"], ["f"], to=1), h.make_node("MatMul", ["f", "w"], ["y"])], [constant("w", 1, \
            600)],
                [h.make_tensor_value_info("flag", T.BOOL, [None, 1])], [value("y", None, 600)])
            pq.write_table(pa.table({"flag": pa.array([True, False] * 20)}), "flag.parquet")
            """)
        for (model, samples) in [("m.onnx", "s.parquet"), ("flag.onnx", "flag.parquet")] {
            let outcome = try await mlkit(model, "-o", "q.onnx", "--mode", "float16", "--samples", samples)
            #expect(outcome.status == 0 && outcome.output.contains("over 40 samples in 1 run\n"), "\(outcome.error)\(outcome.output)")
        }
        let refused = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "float16", "--samples", "list.parquet")
        #expect(refused.error.contains("the column `is` is neither of numbers nor of texts"), "\(refused.error)")
    }
}
