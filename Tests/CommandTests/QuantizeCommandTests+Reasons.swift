import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

// Why something is left as it is, or a file is not taken: the reason that it is, and a hint that works.
extension QuantizeCommandTests {
    /// Weights that are constant, and yet are no floats.
    @Test func sparseAndQuantizedWeightsAreNamedAsSuch() async throws {
        try await python(
            """
            x, y = [value("x", None, 64)], [value("y", None, 64)]
            q = h.make_node("MatMul", ["t", "v"], ["y"], name="second")
            save("bytes.onnx", [h.make_node("DequantizeLinear", ["b", "s"], ["w"]), h.make_node("MatMul", ["x", "w"], ["t"], \
            name="first"), q],
                [n.from_array(r.integers(-127, 127, (64, 64)).astype("i1"), "b"), n.from_array(np.float32(0.01), "s"), constant("v", 64, \
            64)], x, y)
            sparse = h.make_sparse_tensor(n.from_array(np.arange(1, 33, dtype="f4"), "w"), n.from_array(np.arange(0, 4096, 128)), [64, 64])
            g = h.make_graph([h.make_node("MatMul", ["x", "w"], ["t"], name="first"), q], "g", x, y, [constant("v", 64, 64)], \
            sparse_initializer=[sparse])
            onnx.save(h.make_model(g, opset_imports=[h.make_opsetid("", 17)], ir_version=8), "sparse.onnx")
            """)
        for (model, reason) in [("bytes.onnx", "its weights are quantized already"), ("sparse.onnx", "its weights are sparse")] {
            let outcome = try await mlkit(model, "-o", "q.onnx", "--mode", "weights")
            #expect(outcome.status == 0 && outcome.output.contains("  left in float  first: \(reason)\n"),
                "\(outcome.error)\(outcome.output)")
        }
    }

    @Test func convolutionsOfHalvesAreHalvesAlready() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("Conv", ["x", "w", "b"], ["t"], name="first"), h.make_node("Relu", ["t"], ["u"]),
                h.make_node("Conv", ["u", "v"], ["y"], name="second")],
                [constant("w", 64, 8, 3, 3, kind="f2"), constant("b", 64, kind="f2"), constant("v", 32, 64, 3, 3, kind="f2")],
                [h.make_tensor_value_info("x", T.FLOAT16, [None, 8, 12, 12])], [h.make_tensor_value_info("y", T.FLOAT16, [None, 32, 8, 8])])
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "float16")
        #expect(outcome.status == 1 && outcome.error.hasPrefix("error: the model's weights are halves already\n"), "\(outcome.error)")
        let bytes = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "weights")
        #expect(bytes.status == 0 && bytes.output.contains("2 nodes quantized, 0 left"), "\(bytes.error)")
    }

    /// Where the only node makes infinities, leaving it in float would leave nothing.
    @Test func nothingIsToBeKeptWhereNothingWouldBeLeft() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["t"], name="only"), h.make_node("Relu", ["t"], ["p"]), h.make_node("Log", \
            ["p"], ["y"])],
                [constant("w", 64, 32)], [value("x", None, 64)], [value("y", None, 32)])
            np.savez("s.npz", x=r.normal(size=(400, 64)).astype("f4"))
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "static", "--samples", "s.npz")
        #expect(outcome.status == 1 && outcome.error.contains("note: quantized alone, `only` does that\n"), "\(outcome.error)")
        #expect(outcome.error.contains("note: nothing else of the model could be quantized with `--mode static`\n"), "\(outcome.error)")
        #expect(
            outcome.error.hasSuffix("\n\nhint: try `--mode weights` or `--mode float16`, or leave the model as it is\n"),
            "\(outcome.error)")
    }

    /// What draws numbers differs from itself.
    @Test func aModelThatDrawsNumbersIsSaidToDoSo() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["t"], name="only"), h.make_node("RandomNormalLike", ["t"], ["r"], scale=5.0),
                h.make_node("Add", ["t", "r"], ["y"])], [constant("w", 64, 64)], [value("x", None, 64)], [value("y", None, 64)])
            np.savez("s.npz", x=r.normal(size=(20, 64)).astype("f4"))
            """)
        let words = "the model itself answers the same input otherwise each time"
        let told = try await mlkit("m.onnx", "-o", "q.onnx", "--samples", "s.npz")
        #expect(told.status == 0 && told.output.contains("  \(words): what differs is not quantizing alone\n"),
            "\(told.output)\(told.error)")
        let broken = try await mlkit("m.onnx", "-o", "r.onnx", "--samples", "s.npz", "--bound", "signal_to_noise >= 30")
        #expect(broken.error.contains("note: \(words), so that no layer is to blame\n") && !broken.error.contains("--keep"),
            "\(broken.error)")
        #expect(broken.error.hasSuffix("\n\nhint: leave out the bound, or take what draws numbers out of the model\n"), "\(broken.error)")
    }

    @Test func weightsThatANodeInFloatUsesTooAreNamed() async throws {
        try await python(
            """
            save("m.onnx", [h.make_node("MatMul", ["x", "w"], ["t"], name="p"), h.make_node("MatMul", ["t", "w"], ["y"], name="q")],
                [constant("w", 64, 64)], [value("x", None, 64)], [value("y", None, 64)])
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--mode", "weights", "--keep", "p")
        #expect(outcome.status == 1, "\(outcome.output)")
        #expect(outcome.error.contains("note: `p`, which stays in float, uses the same weights as `q`\n"), "\(outcome.error)")
        #expect(!outcome.error.contains(" 0 bytes"), "\(outcome.error)")
    }

    /// A bound in the wrong direction would take the models that it should refuse.
    @Test(arguments: [
        ("flipped <= -1", "it is never less than 0, so that no model keeps that"), ("size_ratio < 0", "it is never less than 0"),
        ("signal_to_noise <= 10", "the more of it the better, so that it is bounded from below: `signal_to_noise >= 10`"),
        ("flipped >= 0.5", "the less of it the better, so that it is bounded from above: `flipped <= 0.5`"),
    ])
    func aBoundThatBoundsNothingIsRefused(bound: String, reason: String) async throws {
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--bound", bound)
        #expect(outcome.status == 64 && outcome.error.contains("`--bound \(bound)`: \(reason)"), "\(outcome.error)")
    }

    /// Nodes of branches have an operator too.
    @Test func layersOfBranchesHaveAnOperator() async throws {
        try await python(
            """
            def branch(name, weights):
                return h.make_graph([h.make_node("MatMul", ["x", weights], ["o" + name], name=name)], name, [], [value("o" + name, None, \
            64)])
            save("m.onnx", [h.make_node("ReduceSum", ["x"], ["s"], keepdims=0), h.make_node("Greater", ["s", "z"], ["c"]),
                h.make_node("If", ["c"], ["y"], then_branch=branch("a", "w"), else_branch=branch("b", "v"))],
                [n.from_array(np.float32(0), "z"), constant("w", 64, 64), constant("v", 64, 64)], [value("x", None, 64)], [value("y", \
            None, 64)])
            np.savez("s.npz", x=r.normal(size=(20, 5, 64)).astype("f4"))
            """)
        let outcome = try await mlkit("m.onnx", "-o", "q.onnx", "--samples", "s.npz", "--layers", "--format", "json")
        let layers = try #require(JSON(parsing: Array(outcome.output.utf8))["layers"]?.array, "\(outcome.error)")
        #expect(layers.count == 2 && layers.allSatisfy { $0["operator"]?.string == "MatMul" }, "\(outcome.output)")
    }
}
