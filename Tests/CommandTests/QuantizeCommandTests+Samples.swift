import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

// What is said of samples that hold no numbers, of labels, and of where classes are.
extension QuantizeCommandTests {
    /// A network, and samples of which one has a number that is none, in each form.
    private func network() async throws {
        try await python(
            """
            import pyarrow as pa, pyarrow.parquet as pq
            save("m.onnx", [h.make_node("Gemm", ["x", "w", "b"], ["a"], name="first"), h.make_node("Relu", ["a"], ["r"]),
                h.make_node("Gemm", ["r", "v"], ["l"], name="second"), h.make_node("Sigmoid", ["l"], ["y"])],
                [constant("w", 64, 128), constant("b", 128), constant("v", 128, 10)], [value("x", None, 64)], [value("y", None, 10)])
            x = r.normal(size=(30, 64)).astype("f4")
            np.savez("good.npz", x=x)
            bad = x.copy(); bad[3, 5] = np.nan
            np.savez("rows.npz", x=bad)
            np.savez("runs.npz", x=bad.reshape(15, 2, 64))
            bad[3, 5] = np.inf
            np.savez("infinite.npz", x=bad)
            names = [f"c{i}" for i in range(64)]
            whole = np.repeat(x.astype("f8"), 100, axis=0)
            whole[1300, 7] = np.nan
            pq.write_table(pa.table({name: whole[:, place] for place, name in enumerate(names)}), "rows.parquet")
            pq.write_table(pa.table({name: x[:, place] for place, name in enumerate(names[:63])}), "narrow.parquet")
            save("sat.onnx", [h.make_node("MatMul", ["x", "w"], ["a"], name="only"), h.make_node("Sigmoid", ["a"], ["y"])],
                [constant("w", 64, 48)], [value("x", None, 64)], [value("y", None, 48)])
            """)
    }

    /// The sample is to blame, not the model, in every mode.
    @Test(arguments: ["static", "dynamic", "auto"]) func aSampleThatIsNoNumberIsNamed(mode: String) async throws {
        try await network()
        let title = "error: the samples hold what is no finite number, and the model answers the same for `y`\nnote: "
        for (samples, note) in [
            ("rows.npz", "`x` at [3, 5] is NaN"), ("runs.npz", "`x` of sample 2 at [1, 5] is NaN"),
            ("rows.parquet", "`c7` of row 1301 is NaN"),
            ("infinite.npz", "`x` at [3, 5] is infinity"),
        ] {
            let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", samples)
            let start = samples == "infinite.npz" ? "error: the samples hold what is no finite number" : title + note
            #expect(outcome.status == 1 && outcome.error.hasPrefix(start) && outcome.error.contains(note), "\(samples): \(outcome.error)")
            #expect(outcome.error.hasSuffix("\n\nhint: leave these samples out, or fill in what is missing\n"), "\(outcome.error)")
            #expect(try !scratch.exists("q.onnx"))
        }
        #expect(try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", "good.npz").status == 0)
    }

    /// The answers are numbers, and yet no range can be found.
    @Test func aSampleWithoutRangeIsNamed() async throws {
        try await network()
        let outcome = try await mlkit("sat.onnx", "-o", "q.onnx", "--mode", "static", "--samples", "infinite.npz")
        #expect(
            outcome.error == """
                error: the samples hold what is no finite number, so that `x` within the model has no finite range
                note: `x` at [3, 5] is infinity

                hint: leave these samples out, or fill in what is missing

                """)
    }

    @Test func aTableOfAnotherWidthIsToldInColumns() async throws {
        try await network()
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--samples", "narrow.parquet")
        #expect(
            outcome.error == """
                error: the samples have 63 columns, of which none is `x`, and the model takes float [?, 64]

                hint: give it 64 columns of numbers in the order in which it takes them, or one called `x`

                """)
    }

    /// Of labels it is said how many are others; there are no decibels of them, and nothing is printed that is no number.
    @Test func labelsAreComparedAsLabels() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["a"], name="first"), h.make_node("MatMul", ["a", "v"], ["b"], name="second"),
                h.make_node("ArgMax", ["b"], ["y"], axis=1, keepdims=0)],
                [constant("w", 64, 48), constant("v", 48, 96)], [value("x", None, 64)], [h.make_tensor_value_info("y", T.INT64, [None])])
            np.savez("s.npz", x=r.normal(size=(400, 64)).astype("f4"))
            """)
        let text = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "auto", "--samples", "s.npz", "--layers", "--bound", "flipped < 0.2")
        #expect(text.status == 0, "\(text.error)")
        #expect(text.output.contains("  of `y`, ") && text.output.contains(" % of 400 labels are others\n"), "\(text.output)")
        #expect(!text.output.contains("nan") && !text.output.contains("inf"), "\(text.output)")
        let json = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "dynamic", "--samples", "s.npz", "--format", "json")
        let flipped = try #require(JSON(parsing: Array(json.output.utf8))["flipped"]?.double)
        try await python(
            """
            import onnxruntime as o
            x = np.load("s.npz")["x"]
            a, b = (o.InferenceSession(f, providers=["CPUExecutionProvider"]).run(None, {"x": x})[0] for f in ("m.onnx", "q.onnx"))
            assert abs(float((a != b).mean()) - \(flipped)) < 1e-9 and (a != b).any()
            """)
        let refused = try await mlkit("m.onnx", "-o", "r.onnx", "--samples", "s.npz", "--bound", "signal_to_noise > 3")
        #expect(
            refused.error == """
                error: the bound `signal_to_noise` is of numbers, and the model answers labels alone

                hint: bound `flipped`, the share of labels that are others

                """)
    }

    /// A search goes by labels where there is nothing else.
    @Test func aSearchKeepsLabels() async throws {
        try await python(
            """
            v = (r.normal(size=(64, 64)) / 8).astype("f4"); v[5] = 40
            w = (r.normal(size=(64, 64)) / 8).astype("f4"); w[:, 5] = -abs(w[:, 5])
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["a"], name="fine"), h.make_node("Relu", ["a"], ["b"]),
                h.make_node("MatMul", ["b", "v"], ["c"], name="coarse"), h.make_node("ArgMax", ["c"], ["y"], axis=1)],
                [n.from_array(w, "w"), n.from_array(v, "v")], [value("x", None, 64)], [h.make_tensor_value_info("y", T.INT64, [None, 1])])
            np.savez("s.npz", x=abs(r.normal(size=(16, 100, 64))).astype("f4"))
            """)
        let outcome = try await mlkit(
            "m.onnx", "-o", "q.onnx", "--samples", "s.npz", "--search", "--bound", "flipped < 0.05", "--format", "json")
        #expect(outcome.status == 0, "\(outcome.error)")
        let report = try JSON(parsing: Array(outcome.output.utf8))
        #expect(report["left_in_float"]?.array?.compactMap { $0["name"]?.string } == ["coarse"])
    }

    /// Of pictures [N, C, H, W] the classes are in the second dimension, as the convolution tells; another can be declared.
    @Test func classesOfPicturesAreFoundOrDeclared() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("Conv", ["x", "w"], ["a"], name="first"), h.make_node("Relu", ["a"], ["b"]),
                h.make_node("Conv", ["b", "v"], ["y"], name="second")],
                [constant("w", 32, 3, 3, 3), constant("v", 5, 32, 3, 3)], [value("x", None, 3, 12, 12)], [value("y", None, 5, 8, 8)])
            np.savez("s.npz", x=r.normal(size=(40, 3, 12, 12)).astype("f4"))
            """)
        for (extra, axis) in [([], 1), (["--class-axis", "-1"], 3), (["--class-axis=-2"], 2)] as [([String], Int)] {
            let outcome = try await BuiltTool.mlkit(
                ["quantize", "m.onnx", "-o", "q.onnx", "--mode", "weights", "--samples", "s.npz", "--format", "json"] + extra,
                in: scratch.path)
            #expect(outcome.status == 0, "\(outcome.error)")
            let report = try JSON(parsing: Array(outcome.output.utf8))
            #expect(report["picks"]?.array?.first?["dimension"]?.int == axis && report["picks"]?.array?.first?["assumed"] == false)
            let flipped = try #require(report["flipped"]?.double)
            try await python(
                """
                import onnxruntime as o
                x = np.load("s.npz")["x"]
                a, b = (o.InferenceSession(f, providers=["CPUExecutionProvider"]).run(None, {"x": x})[0] for f in ("m.onnx", "q.onnx"))
                share = float((a.argmax(\(axis)) != b.argmax(\(axis))).mean())
                assert share > 0 and abs(share - \(flipped)) < 2e-3, (share, \(flipped))
                """)
        }
        let none = try await mlkit("m.onnx", "-o", "r.onnx", "--samples", "s.npz", "--class-axis", "4")
        #expect(none.status == 1
            && none.error.hasPrefix("error: no output of the model has a dimension 4\nnote: `y` is float [?, 5, 8, 8]\n"))
    }
}
