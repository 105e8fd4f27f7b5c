import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

// Samples on which the model as it is does not run, and models that are no fault of samples.
extension QuantizeCommandTests {
    /// Two inputs that go together, and an embedding.
    private func pair() async throws {
        try await python(
            """
            import pyarrow as pa, pyarrow.parquet as pq
            save("m.onnx", [h.make_node("Gather", ["E", "ids"], ["e"], name="words"), h.make_node("Add", ["x", "e"], ["a"]),
                h.make_node("MatMul", ["a", "w"], ["y"], name="only")], [constant("E", 100, 64), constant("w", 64, 48)],
                [h.make_tensor_value_info("ids", T.INT64, [None]), value("x", None, 64)], [value("y", None, 48)])
            x, ids = r.normal(size=(30, 64)).astype("f4"), r.integers(0, 100, 30)
            np.savez("good.npz", x=x, ids=ids)
            np.savez("short.npz", x=x, ids=ids[:29])
            ids[7] = 100
            np.savez("beyond.npz", x=x, ids=ids)
            ids[7] = -100
            np.savez("last.npz", x=x, ids=ids)
            save("table.onnx", [h.make_node("Gather", ["E", "ids"], ["y"], name="words")], [constant("E", 100, 64)],
                [h.make_tensor_value_info("ids", T.INT64, [None])], [value("y", None, 64)])
            whole = np.zeros(6000, "i8"); whole[4500] = 120; whole[4501] = 120; whole[4502] = 120
            pq.write_table(pa.table({"ids": whole}), "beyond.parquet")
            """)
    }

    /// What does not run before it is quantized is told of the samples, in every mode, and nothing is said of layers to keep.
    @Test(arguments: ["static", "dynamic", "weights", "float16", "auto"]) func samplesThatTheModelDoesNotRunOnAreToBlame(
        mode: String) async throws {
        try await pair()
        let short = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", "short.npz")
        #expect(short.status == 1 && short.error.hasPrefix("error: the model as it is does not run on the samples in `"), "\(short.error)")
        #expect(short.error.contains("what is fed is `ids` int64 [29], `x` float [30, 64]; it takes `ids` int64 [?], `x` float [?, 64]\n"),
            "\(short.error)")
        let beyond = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", "beyond.npz")
        #expect(beyond.error.hasPrefix("error: `ids` in `")
            && beyond.error.contains("picks what is not there: `words` looks up in 100 rows\nnote: `ids` at [7] is 100\n"),
            "\(beyond.error)")
        #expect(beyond.error.hasSuffix("\n\nhint: leave these samples out, or give numbers from 0 to 99\n"), "\(beyond.error)")
        for outcome in [short, beyond] { #expect(!outcome.error.contains("--keep")) }
        #expect(try !scratch.exists("q.onnx"))
        #expect(try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", "last.npz").status == 0)
    }

    @Test func rowsOfTablesAreNamed() async throws {
        try await pair()
        let outcome = try await mlkit("table.onnx", "-o", "q.onnx", "--samples", "beyond.parquet")
        #expect(outcome.error.contains("note: `ids` of row 4502 is 120\n") || outcome.error.contains("note: `ids` of row 4501 is 120\n"),
            "\(outcome.error)")
    }

    /// NaN in weights is no fault of samples, whatever these hold.
    @Test(arguments: ["static", "dynamic", "weights"]) func weightsThatAreNoNumbersAreNamedFirst(mode: String) async throws {
        try await python(
            """
            w = (r.normal(size=(64, 48)) / 8).astype("f4"); w[3, 5] = np.nan; w[4] = np.nan
            save("m.onnx", [h.make_node("MatMul", ["x", "v"], ["a"], name="first"), h.make_node("MatMul", ["a", "w"], ["b"], name="second"),
                h.make_node("Softmax", ["b"], ["y"])], [constant("v", 64, 64), n.from_array(w, "w")], [value("x", None, 64)], \
            [value("y", None, 48)])
            x = r.normal(size=(30, 64)).astype("f4")
            np.savez("good.npz", x=x)
            x[2, 3] = np.nan
            np.savez("bad.npz", x=x)
            """)
        for samples in ["good.npz", "bad.npz"] {
            let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", mode, "--samples", samples)
            #expect(outcome.status == 1 && outcome.error.hasPrefix("error: the model's weights are not all finite"), "\(outcome.error)")
            #expect(outcome.error.contains("\nnote: `w` holds NaN at [3, 5]\n"), "\(outcome.error)")
            #expect(outcome.error.hasSuffix(
                "hint: train or export the model anew: what it answers is no fault of samples, nor of quantizing\n"), "\(outcome.error)")
        }
    }

    /// One value for each row, as [N], [N, 1] and of every type; models that take one row, or several, at a time.
    @Test(arguments: ["[None]", "[None, 1]", "[1]", "[1, 1]", "[4, 1]"]) func tablesFeedInputsOfEachShape(shape: String) async throws {
        try await python(
            """
            import pyarrow as pa, pyarrow.parquet as pq
            def column(name, kind): return h.make_tensor_value_info(name, kind, \(shape))
            save("m.onnx", [h.make_node("Cast", ["b"], ["bf"], to=1), h.make_node("Reshape", ["a", "s"], ["ar"]), h.make_node("Reshape", \
            ["bf", "s"], ["br"]),
                h.make_node("Concat", ["ar", "br"], ["x"], axis=1), h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 2, 300), \
            n.from_array(np.array([-1, 1]), "s")],
                [column("a", T.FLOAT), column("b", T.INT64)], [value("y", None, 300)])
            pq.write_table(pa.table({"a": r.normal(size=30), "b": r.integers(0, 5, 30)}), "s.parquet")
            pq.write_table(pa.table({"a": [1.0, 1e300] * 2, "b": [1, 2] * 2}), "large.parquet")
            pq.write_table(pa.table({"a": [1.0, 2.0] * 2, "b": [1, None] * 2}), "null.parquet")
            pq.write_table(pa.table({"a": [1, None] * 2, "b": [1, 2] * 2}), "empty.parquet")
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "static", "--samples", "s.parquet", "--format", "json")
        #expect(outcome.status == 0, "\(outcome.error)")
        let report = try JSON(parsing: Array(outcome.output.utf8))
        let (count, runs) = ["[1]": (30, 30), "[1, 1]": (30, 30), "[4, 1]": (28, 7)][shape] ?? (30, 1)
        #expect(report["samples"]?.int == count && report["runs"]?.int == runs)
        for (samples, message) in [
            ("large.parquet", "error: the column `a` cannot be fed as float: row 2 is 1e+300, which is beyond the range of float\n"),
            ("null.parquet", "error: the column `b` cannot be fed as int64: row 2 is missing\n"),
            ("empty.parquet", "`a` of row 2 is missing\n"),
        ] {
            let bad = try await mlkit("m.onnx", "-o", "r.onnx", "--samples", samples)
            #expect(bad.status == 1 && bad.error.contains(message), "\(bad.error)")
        }
    }

    /// Where nothing is lost, an array is fed as what the model takes.
    @Test func arraysOfOtherTypesAreConverted() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"])], [constant("w", 64, 48)], [value("x", 1, 64)], [value("y", 1, 48)])
            x = r.integers(-50, 50, (30, 64))
            np.savez("int64.npz", x=x)
            np.savez("half.npz", x=x.astype("f2"))
            np.savez("byte.npz", x=x.astype("i1"))
            np.savez("double.npz", x=np.full((30, 64), 1e300))
            np.savez("odd.npz", x=np.zeros((30, 63), "f4"))
            np.savez("complex.npz", x=np.array([["a"] * 64]))
            """)
        for samples in ["int64.npz", "half.npz", "byte.npz"] {
            let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "static", "--samples", samples, "--format", "json")
            #expect(outcome.status == 0, "\(outcome.error)")
            #expect(try JSON(parsing: Array(outcome.output.utf8))["samples"]?.int == 30)
        }
        for (samples, message) in [
            ("double.npz",
                "error: the array `x` holds double, and the model takes float [1, 64]\nnote: 1e+300 at [0, 0] is beyond the range of "
                + "float\n"),
            ("odd.npz", "error: the array `x` has the shape [30, 63], and the model takes float [1, 64]\n"),
            ("complex.npz", "error: the array `x` holds string, and the model takes float [1, 64]\n"),
        ] {
            let outcome = try await mlkit("m.onnx", "-o", "r.onnx", "--samples", samples)
            #expect(outcome.status == 1 && outcome.error.hasPrefix(message), "\(outcome.error)")
        }
    }

    @Test(arguments: [
        (["-o", "q.onnx", "--samples", "a.npz", "--samples", "b.npz"],
            "`--samples` is given twice: put all samples into one file or folder"),
        (["-o", "-"], "`-o -`: a model is written to a file, and not to standard output"),
    ])
    func whatIsNotDoneIsRefused(options: [String], message: String) async throws {
        let outcome = try await BuiltTool.mlkit(["quantize", "m.onnx"] + options, in: scratch.path)
        #expect(outcome.status == 64 && outcome.error.contains(message), "\(outcome.error)")
        #expect(try !scratch.exists("-"))
    }

    /// A hint names another mode than the one that was tried.
    @Test func hintsNameAnotherWay() async throws {
        try await coarseModel()
        for (options, hint) in [
            (["--mode", "float16"], "loosen `--bound`\n"),
            (["--mode", "weights"], "loosen `--bound`, or quantize otherwise: `--mode float16` keeps more\n"),
            (["--mode", "weights", "--bits", "4"], "loosen `--bound`, or quantize otherwise: `--bits 8` and `--mode float16` keep more\n"),
            (["--mode", "dynamic"], "loosen `--bound`, or quantize otherwise: `--mode weights` and `--mode float16` keep more\n"),
        ] {
            let outcome = try await BuiltTool.mlkit(
                ["quantize", "m.onnx", "-o", "q.onnx", "--samples", "s.npz", "--search", "--bound", "signal_to_noise >= 200"] + options,
                in: scratch.path)
            #expect(outcome.status == 1 && outcome.error.hasSuffix("hint: \(hint)"), "\(outcome.error)")
        }
        let auto = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "auto", "--samples", "s.npz", "--bound", "signal_to_noise >= 200")
        #expect(auto.error.contains("let `--search` look for a better way") && !auto.error.contains("--mode auto"), "\(auto.error)")
    }
}
