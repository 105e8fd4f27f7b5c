import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

// What is said where something is not as it was asked.
extension QuantizeCommandTests {
    private func small(_ more: String = "") async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["a"], name="first"), h.make_node("MatMul", ["a", "v"], ["y"], \
            name="second")],
                [constant("w", 64, 96), constant("v", 96, 10)], [value("x", None, 64)], [value("y", None, 10)])
            np.savez("s.npz", x=r.normal(size=(30, 64)).astype("f4"))
            \(more)
            """)
    }

    /// An option that the mode does not look at is a mistake, and is told before anything else.
    @Test(arguments: [
        ("dynamic", ["--calibration", "mse"], "`--calibration` is given: it has no effect with `--mode dynamic`, and goes with "),
        ("dynamic", ["--calibration", "minmax"], "`--calibration` is given: it has no effect with `--mode dynamic`, and goes with "),
        ("weights", ["--activations", "int8"], "`--activations` is given: it has no effect with `--mode weights`, and goes with "),
        ("float16", ["--per-tensor"], "`--per-tensor` is given: it has no effect with `--mode float16`, and goes with "),
        ("weights", ["--percentile", "99"], "`--percentile` is given: it has no effect with `--mode weights`, and goes with "),
        (
            "static", ["--percentile", "99"],
            "`--percentile` is given: it has no effect with `--calibration minmax`, and goes with `--calibration percentile`"
        ),
        ("dynamic", ["--class-axis", "1"], "`--class-axis` goes with `--samples`"),
        ("static", ["--bits", "4"], "`--bits 4` goes with `--mode weights`"),
    ])
    func optionsWithoutEffectAreRefused(mode: String, options: [String], message: String) async throws {
        let outcome = try await BuiltTool.mlkit(["quantize", "m.onnx", "-o", "q.onnx", "--mode", mode] + options, in: scratch.path)
        #expect(outcome.status == 64 && outcome.error.contains(message), "\(outcome.status) \(outcome.error)")
    }

    @Test func optionsWithAnEffectAreTaken() async throws {
        try await small()
        for options in [
            ["--mode", "static", "--calibration", "percentile", "--percentile", "99", "--activations", "int8", "--per-tensor"],
            ["--mode", "auto", "--calibration", "entropy"], ["--mode", "dynamic", "--per-tensor"], ["--mode", "weights", "--per-tensor"],
        ] {
            let outcome = try await BuiltTool.mlkit(["quantize", "m.onnx", "-o", "q.onnx", "--samples", "s.npz"] + options,
                in: scratch.path)
            #expect(outcome.status == 0, "\(options): \(outcome.error)")
        }
    }

    @Test func fourBitsThatAreNotPossibleAreTold() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["a"], name="wide"), h.make_node("MatMul", ["a", "v"], ["y"], name="narrow")],
                [constant("w", 64, 24), constant("v", 24, 96)], [value("x", None, 64)], [value("y", None, 96)])
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "weights", "--bits", "4")
        #expect(outcome.output.contains("\n  8 bits, not 4  narrow: its weights have 24 in a column, and four bits go by blocks of 32\n"),
            "\(outcome.output)")
        #expect(!outcome.output.contains("wide:"))
        let json = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "weights", "--bits", "4", "--format", "json")
        #expect(try JSON(parsing: Array(json.output.utf8))["eight_bits"]?.array?.map { $0["name"] } == ["narrow"])
    }

    /// What `auto` did not take for a fault of it, and not for its size, is said.
    @Test func aModeThatDoesNotWorkIsNamed() async throws {
        // The first product is beyond what floats can hold, so that it has no range, and the answers are finite all the same.
        try await python(
            """
            save("m.onnx", [h.make_node("Mul", ["x", "big"], ["h"]), h.make_node("MatMul", ["h", "w"], ["a"], name="first"), \
            h.make_node("Sigmoid", ["a"], ["y"])],
                [n.from_array(np.float32(3e38), "big"), n.from_array(abs(r.normal(size=(64, 96))).astype("f4"), "w")], [value("x", None, \
            64)], [value("y", None, 96)])
            np.savez("s.npz", x=abs(r.normal(size=(30, 64))).astype("f4") + 2)
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "static", "--samples", "s.npz")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == "error: nothing of the model can be quantized\nnote: `first`: the range of its input `h` is not finite\n",
            "\(outcome.error)")
    }

    /// Where nothing can be written, the file is named that was to be, and not the one beside it that is written first.
    @Test func theFileThatCannotBeWrittenIsNamed() async throws {
        try await small("open('taken', 'w').close()")
        for (place, message) in [("taken/q.onnx", "cannot "), ("/proc/q.onnx", "cannot write `/proc/q.onnx`: ")] {
            let outcome = try await mlkit("m.onnx", "-o", place)
            #expect(outcome.status == 1 && outcome.error.hasPrefix("error: \(message)"), "\(outcome.error)")
            #expect(!outcome.error.contains(".tmp"), "\(outcome.error)")
        }
    }

    /// Weights that something else uses stay in the file, so that bytes of them make it larger.
    @Test func weightsThatAreUsedElsewhereAreTheReason() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["y"], name="only")], [constant("w", 64, 96)], [value("x", None, 64)],
                [value("y", None, 96), value("w", 64, 96)])
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx")
        #expect(outcome.status == 1 && outcome.error.contains("\nnote: quantized alone, `only` makes the file "), "\(outcome.error)")
        #expect(
            outcome.error.hasSuffix("hint: leave the model as it is: its weights are few, or something else uses them as well\n"),
            "\(outcome.error)")
    }

    /// A file that is not smaller is the fault of nodes, which are named.
    @Test func theNodesThatMakeAFileLargerAreNamed() async throws {
        try await python(
            """
            chain = [h.make_node("MatMul", [f"a{i}" if i else "x", f"w{i}"], [f"a{i + 1}"], name=f"s{i}") for i in range(12)]
            save("m.onnx", chain + [h.make_node("MatMul", ["a12", "v"], ["y"], name="wide")],
                [constant(f"w{i}", 6, 6) for i in range(12)] + [constant("v", 6, 60)], [value("x", None, 6)], [value("y", None, 60)])
            np.savez("s.npz", x=r.normal(size=(30, 6)).astype("f4"))
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "static", "--samples", "s.npz")
        #expect(outcome.status == 1 && outcome.error.hasPrefix("error: quantized, the model is not smaller: "), "\(outcome.error)")
        #expect(outcome.error.contains("\nnote: quantized alone, `s0` makes the file ")
            && outcome.error.contains("\nnote: the others save "), "\(outcome.error)")
        #expect(outcome.error.hasSuffix(
            "hint: leave `s0`, `s1`, `s2` and 9 others in float with `--keep`, or let `--mode auto` and `--search` look for them\n"),
            "\(outcome.error)")
        let search = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "static", "--samples", "s.npz", "--search")
        #expect(search.status == 0, "\(search.error)")
        #expect(search.output.contains(" not smaller\n") && !search.output.contains("breaks what was asked"), "\(search.output)")
        #expect(search.output.contains("  left in float  s0: the search leaves it in float\n"), "\(search.output)")
    }
}
