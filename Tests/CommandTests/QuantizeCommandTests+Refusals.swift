import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

// What `mlkit quantize` refuses: one reason each, and nothing is written.
extension QuantizeCommandTests {
    @Test func badInputHasOneReasonAndLeavesNothing() async throws {
        try scratch.write("not a model at all", to: "text.onnx")
        try await python(
            """
            save("nan.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [n.from_array(np.full((64, 48), np.nan, "f4"), "w")],
                [value("x", None, 64)], [value("y", None, 48)])
            save("none.onnx", [h.make_node("Relu", ["x"], ["y"])], [], [value("x", None, 64)], [value("y", None, 64)])
            save("old.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)],
                [value("y", None, 48)], opset=7)
            save("small.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 8, 3)], [value("x", None, 8)], [value("y", \
            None, 3)])
            save("fine.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", \
            None, 48)])
            np.savez("s.npz", z=r.normal(size=(30, 64)).astype("f4"))
            """)
        let cases = [
            (["text.onnx"], "the model cannot be read"), (["gone.onnx"], "gone.onnx`: no such file or directory"),
            (["nan.onnx"], "its weights are not all finite"), (["none.onnx"], "it is made of `Relu`"),
            (["old.onnx"], "the model uses version 7 of ONNX's operators"),
            (["small.onnx", "--mode", "weights"], "so few that nothing is gained"),
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
            open("big.onnx", "wb").truncate(2 ** 31)
            open("nothing.onnx", "wb")
            open("fine.onnx.copy", "wb").write(open("fine.onnx", "rb").read())
            from sklearn.ensemble import RandomForestClassifier
            from skl2onnx import to_onnx
            a = r.normal(size=(50, 4)).astype("f4")
            onnx.save(to_onnx(RandomForestClassifier(3, max_depth=3).fit(a, a[:, 0] > 0), a[:1]), "trees.onnx")
            np.savez("narrow.npz", x=r.normal(size=(30, 60)).astype("f4"))
            np.savez("deep.npz", x=r.normal(size=(3, 3, 30, 64)).astype("f4"))
            np.savez("texts.npz", x=np.array([["a"] * 64]))
            np.savez("empty.npz", x=np.zeros((0, 2, 64), "f4"))
            np.savez("none.npz", x=np.zeros((0, 64), "f4"))
            np.savez("nan.npz", x=np.full((30, 64), np.nan, "f4"))
            """)
        let cases: [([String], String)] = [
            (["cut.onnx"], "error: the model cannot be read\nnote: it is damaged, or is not an ONNX file"),
            (["new.onnx"], "error: cannot load the model"), (["own.onnx"], "error: cannot load the model"),
            (["unknown.onnx"], "error: cannot load the model"),
            (["big.onnx"], "is too large for an ONNX file: it has 2147483648 bytes, and one holds at most 2147483647"),
            (["nothing.onnx"], "error: the model cannot be read\nnote: it is not an ONNX file, or holds no graph"),
            (["."], "it is no file"), (["/dev/zero"], "error: cannot read `/dev/zero`: it is no file"),
            (["fine.onnx", "--keep", "MatMul of `z`"], "error: there is no node `MatMul of `z`` that could be left in float"),
            (["fine.onnx", "--page", "fine.onnx"],
                "fine.onnx` is the model itself, which would be overwritten\n\nhint: name another file\n"),
            (["fine.onnx", "--page", "q.onnx"], "error: the model and the page cannot both be"),
            (["fine.onnx", "--page", "."], "what stands there is no file"),
            (["trees.onnx"], "error: the model has nothing to quantize\nnote: only what multiplies by constant weights can be"),
            (["fine.onnx", "--mode", "static", "--samples", "narrow.npz"],
                "error: the array `x` has the shape [30, 60], and the model takes float [?, 64]"),
            (["fine.onnx", "--mode", "static", "--samples", "deep.npz"],
                "error: the array `x` has the shape [3, 3, 30, 64], and the model takes"),
            (["fine.onnx", "--mode", "static", "--samples", "texts.npz"], "error: the array `x` holds string, and the model takes float"),
            (["fine.onnx", "--mode", "static", "--samples", "empty.npz"], "error: the samples are empty"),
            (["fine.onnx", "--mode", "static", "--samples", "none.npz"], "error: the samples are empty"),
            (["fine.onnx", "--mode", "static", "--samples", "nan.npz"], "error: "),
            (["fine.onnx", "--samples", "fine.onnx"], "is neither an .npz, an .npy nor a Parquet file"),
        ]
        for (arguments, message) in cases {
            let outcome = try await BuiltTool.mlkit(["quantize", "-o", "q.onnx"] + arguments, in: scratch.path)
            #expect(outcome.status == 1 && outcome.error.contains(message),
                "\(arguments): \(outcome.status) \(outcome.error)\(outcome.output)")
            #expect(outcome.error.split(separator: "\n").count { $0.hasPrefix("error:") } == 1, "\(arguments): \(outcome.error)")
            #expect(try !scratch.exists("q.onnx"))
        }
    }

    @Test(arguments: [("fine.onnx", "is the model itself"), ("./fine.onnx", "is the model itself"), (".", "what stands there is no file"),
        ("link.onnx", "is the model itself"), ("/dev/null", "what stands there is no file")])
    func nothingElseIsOverwritten(output: String, message: String) async throws {
        try await python(
            """
            import os
            save("fine.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", \
            None, 48)])
            os.symlink("fine.onnx", "link.onnx")
            """)
        let before = try LocalFileSystem().read(scratch.path.appending("fine.onnx"))
        let outcome = try await mlkit("fine.onnx", "-o", output)
        #expect(outcome.status == 1 && outcome.error.contains(message), "\(outcome.error)")
        #expect(try LocalFileSystem().read(scratch.path.appending("fine.onnx")) == before)
    }

    /// What the modes write that keep weights is known again, tables and layers too.
    @Test(arguments: ["MatMul", "Conv", "Gather", "LSTM"]) func keptWeightsAreNotQuantizedAgain(op: String) async throws {
        let graphs = [
            "MatMul": ("\"MatMul\", [\"x\", \"w\"]", "64, 48", "value(\"x\", None, 64)"),
            "Conv": ("\"Conv\", [\"x\", \"w\"]", "16, 8, 3, 3", "value(\"x\", None, 8, 9, 9)"),
            "Gather": ("\"Gather\", [\"w\", \"x\"]", "100, 32", "h.make_tensor_value_info(\"x\", T.INT64, [None])"),
            "LSTM": ("\"LSTM\", [\"x\", \"w\", \"r\"]", "1, 64, 32", "value(\"x\", 5, 1, 32)"),
        ]
        let (node, shape, input) = try #require(graphs[op])
        try await python(
            """
            save("m.onnx", [h.make_node(\(node), ["y"]\(op == "LSTM" ? ", hidden_size=16" : ""))],
                [constant("w", \(shape))] + ([constant("r", 1, 64, 16)] if \(op == "LSTM" ? "True" : "False") else []), [\(input)],
                [h.make_tensor_value_info("y", T.FLOAT, None)])
            """)
        #expect(try await mlkit("m.onnx", "-o", "bytes.onnx", "--mode", "weights").status == 0)
        for mode in ["weights", "dynamic", "float16"] {
            let again = try await mlkit("bytes.onnx", "-o", "r.onnx", "--mode", mode)
            #expect(
                again.status == 1
                    && again.error == "error: the model is quantized already\nnote: its weights are kept as bytes\n\n"
                        + "hint: quantize the model that it was made from\n", "\(mode): \(again.error)")
        }
        #expect(try await mlkit("m.onnx", "-o", "halves.onnx", "--mode", "float16").status == 0)
        let again = try await mlkit("halves.onnx", "-o", "r.onnx", "--mode", "float16")
        #expect(again.status == 1 && again.error == "error: the model's weights are halves already\n", "\(again.error)")
        #expect(try !scratch.exists("r.onnx"))
        // From halves to bytes there is something to gain.
        #expect(try await mlkit("halves.onnx", "-o", "r.onnx", "--mode", "weights").status == 0)
    }

    @Test(arguments: ["dynamic", "static"]) func aQuantizedModelIsSaidToBeOne(mode: String) async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", \
            None, 48)])
            np.savez("s.npz", x=r.normal(size=(30, 64)).astype("f4"))
            """)
        #expect(try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", "s.npz").status == 0)
        let again = try await mlkit("q.onnx", "-o", "r.onnx", "--mode", mode, "--samples", "s.npz")
        #expect(again.status == 1 && again.error.hasPrefix("error: the model is quantized already\nnote: it is made of "), "\(again.error)")
        #expect(again.error.hasSuffix("\n\nhint: quantize the model that it was made from\n"), "\(again.error)")
        #expect(try !scratch.exists("r.onnx"))
    }

    /// Also where all that was quantized is in branches.
    @Test func aModelWithQuantizedBranchesIsSaidToBeOne() async throws {
        try await python(
            """
            def branch(name): return h.make_graph([h.make_node("MatMul", ["x", "w" + name], ["o" + name])], name, [], [value("o" + name, \
            None, 48)], [constant("w" + name, 64, 48)])
            save("m.onnx", [h.make_node("If", ["c"], ["y"], then_branch=branch("t"), else_branch=branch("e"))], [],
                [value("x", None, 64), h.make_tensor_value_info("c", T.BOOL, [])], [value("y", None, 48)])
            """)
        #expect(try await mlkit("m.onnx", "-o", "q.onnx").status == 0)
        let again = try await mlkit("q.onnx", "-o", "r.onnx")
        #expect(
            again.status == 1
                && again.error.hasPrefix("error: the model is quantized already\nnote: it is made of `MatMulInteger`, among others\n"),
                "\(again.error)")
    }

    @Test func whatNeedsSamplesSaysSo() async throws {
        try await coarseModel()
        for (arguments, message) in [
            (["--bound", "flipped < 1"], "the bound `flipped` needs samples, to be measured on"),
            (["--layers"], "what layers cost needs samples"),
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

extension QuantizeCommandTests {
    /// What a model is read from stays: its tensors beside it, under whatever name, and the samples.
    @Test func whatIsReadIsNotWrittenOver() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", None, 64)], [value("y", \
            None, 48)],
                save_as_external_data=True, location="m.bin", size_threshold=0)
            np.savez("s.npz", x=r.normal(size=(30, 64)).astype("f4"))
            import os
            os.link("m.bin", "other.bin")
            """)
        let files = ["m.onnx", "m.bin", "s.npz"]
        let before = try files.map { try LocalFileSystem().read(scratch.path.appending($0)) }
        for (arguments, reason) in [
            (["-o", "m.bin"], "m.bin` holds tensors of the model"), (["-o", "other.bin"], "other.bin` holds tensors of the model"),
            (["-o", "q.onnx", "--page", "m.bin"], "m.bin` holds tensors of the model"), (["-o", "s.npz"], "s.npz` holds the samples"),
            (["-o", "q.onnx", "--page", "s.npz"], "s.npz` holds the samples"),
        ] {
            let outcome = try await BuiltTool.mlkit(["quantize", "m.onnx", "--samples", "s.npz"] + arguments, in: scratch.path)
            #expect(outcome.status == 1 && outcome.error.contains("\(reason), which would be overwritten"),
                "\(arguments): \(outcome.error)")
        }
        #expect(try files.map { try LocalFileSystem().read(scratch.path.appending($0)) } == before)
        #expect(try await mlkit("m.onnx", "--samples", "s.npz", "-o", "q.onnx").status == 0)
    }

    /// A bound on picks holds where picks were compared, and of several outputs for the one where most differ.
    @Test func picksThatWereNotComparedKeepNoBound() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"]), h.make_node("MatMul", ["x", "v"], ["z"])],
                [constant("w", 64, 2), n.from_array(np.full((64, 48), 0.1, "f4") + r.normal(size=(64, 48)).astype("f4") / 500, "v")],
                [value("x", None, 64)], [value("y", None, 2), value("z", None, 48)])
            np.savez("nan.npz", x=np.full((30, 64), np.nan, "f4"))
            np.savez("s.npz", x=r.normal(size=(300, 64)).astype("f4"))
            """)
        let nothing = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "dynamic", "--samples", "nan.npz", "--bound", "flipped <= 1")
        #expect(nothing.status == 1 && nothing.error.contains("note: `x` at [0, 0] is NaN\n"), "\(nothing.error)")
        let both = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "weights", "--samples", "s.npz", "--format", "json")
        #expect(both.status == 0, "\(both.error)")
        try await python(
            """
            import onnxruntime as o
            x = np.load("s.npz")["x"]
            a, b = (o.InferenceSession(f, providers=["CPUExecutionProvider"]).run(None, {"x": x}) for f in ("m.onnx", "q.onnx"))
            shares = [float((p.argmax(1) != q.argmax(1)).mean()) for p, q in zip(a, b)]
            assert shares[1] > shares[0], shares
            open("worst", "w").write(repr(max(shares)))
            """)
        let flipped = try #require(JSON(parsing: Array(both.output.utf8))["flipped"]?.double)
        #expect(try abs(flipped - #require(Double(scratch.read("worst")))) < 1e-9)
    }
}
