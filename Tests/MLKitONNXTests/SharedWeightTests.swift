import MLKitCore
import MLKitONNXFormat
import Testing

@testable import MLKitONNX

/// Weights that several nodes use are stored once, however each uses them.
@Suite struct SharedWeightTests {
    private static let ways: [(QuantizationMode, Int)] = [(.static, 8), (.dynamic, 8), (.weights, 8), (.weights, 4), (.float16, 8)]

    /// An embedding whose table is multiplied by at the end: by a Gemm that transposes it, or after a Transpose.
    private func tied(_ form: String) throws -> Model {
        var noise = Noise()
        var graph = GraphBuilder(name: "tied")
        let ids = graph.input("ids", .int64, shape: ["N"])
        let table = graph.constant(try Tensor(.float(noise.floats(200 * 64)), shape: [200, 64]))
        let words = graph.node("Gather", [table, ids])
        switch form {
        case "gemm": graph.output(graph.node("Gemm", [words, table], [("transB", .int(1))]), name: "y", .float, shape: ["N", 200])
        case "transposed":
            let turned = graph.node("Transpose", [table], [("perm", .ints([1, 0]))])
            graph.output(graph.node("MatMul", [words, turned]), name: "y", .float, shape: ["N", 200])
        default:
            let wide = graph.node("Gemm", [words, table], [("transB", .int(1))])
            graph.output(graph.node("MatMul", [wide, table]), name: "y", .float, shape: ["N", 64])
        }
        return try graph.model()
    }

    @Test(arguments: ["gemm", "transposed", "both"], ways) func aTableIsStoredOnce(form: String, way: (QuantizationMode, Int)) throws {
        let original = try tied(form)
        let runtime = try Engines.runtime.get()
        let model = try original.prepared(runtime: runtime, options: SessionOptions())
        let feed = ["ids": Tensor(.int64([0, 5, 199, 7, 7, 42]))]
        let ranges = try Calibrator(model: model).ranges(runtime: runtime, batches: [feed])
        let result = try Quantizer(options: .init(mode: way.0, bits: way.1)).quantize(model: model, ranges: ranges)
        #expect(result.quantizedNodes.count == (form == "both" ? 3 : 2) && result.skipped.isEmpty, "\(result.skipped)")
        let share = way.0 == .float16 ? 0.51 : 0.3
        #expect(try Double(result.model.bytes.count) < share * Double(original.bytes.count))
        #expect(try ModelDifference(session(original), session(result.model), on: [feed]).outputs[0].signalToNoise > 30)
        #expect(result.inBytes.isEmpty == (way.1 == 8))
    }

    /// Of weights that branches use, and of those of a runtime's own copies, there is one too.
    @Test func copiesAreFound() throws {
        var noise = Noise()
        let values = noise.floats(40 * 50)
        let turned = (0..<values.count).map { values[$0 % 40 * 50 + $0 / 40] }
        var graph = Onnx_GraphProto()
        graph.initializer = [
            try Tensor(.float(values), shape: [40, 50]).format(name: "w"), try Tensor(.float(turned), shape: [50, 40]).format(name: "v"),
            try Tensor(.float(turned), shape: [50, 40]).format(name: "u"),
                try Tensor(.float(noise.floats(2000)), shape: [50, 40]).format(name: "other"),
        ]
        let found = graph.withoutTransposedCopies
        #expect(found.initializer.map(\.name) == ["w", "other"])
        #expect(Set(found.node.flatMap(\.output)) == ["v", "u"] && found.node.allSatisfy { $0.opType == "Transpose" && $0.input == ["w"] })
    }

    /// What is a product of matrices runs as one; any other equation keeps its weights in bytes.
    @Test(arguments: [
        ("bsk,kn->bsn", [64, 48], [2, 3, 64], true), ("nk,bsk->bsn", [48, 64], [2, 3, 64], true), ("bk, kn -> bn", [64, 48], [5, 64], true),
        ("bsd,hdk->bhsk", [4, 64, 16], [2, 3, 64], false), ("bi,ij->jb", [64, 48], [5, 64], false),
        ("...k,kn->...n", [64, 48], [5, 64], false),
    ] as [(String, [Int], [Int], Bool)])
    func equationsAreQuantized(equation: String, weights: [Int], input: [Int], isProduct: Bool) throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "equation")
        let x = graph.input("x", .float, shape: input.map { .fixed($0) })
        let w = graph.constant(try Tensor(.float(noise.floats(weights.reduce(1, *))), shape: weights))
        let y = graph.node("Einsum", equation.hasPrefix("nk") ? [w, x] : [x, w], [("equation", .string(equation))])
        graph.output(y, name: "y", .float, shape: nil)
        let original = try graph.model()
        let runtime = try Engines.runtime.get()
        let model = try original.prepared(runtime: runtime, options: SessionOptions())
        #expect(model.operatorCounts["MatMul"] == (isProduct ? 1 : nil), "\(model.operatorCounts)")
        let feed = ["x": try Tensor(.float(noise.floats(input.reduce(1, *))), shape: input)]
        for mode in [QuantizationMode.dynamic, .weights, .float16] {
            let result = try Quantizer(options: .init(mode: mode)).quantize(model: model)
            #expect(result.quantizedNodes.count == 1, "\(result.skipped)")
            #expect(try ModelDifference(session(original), session(result.model), on: [feed]).outputs[0].signalToNoise > 30)
        }
    }

    /// What holds weights and is not among the operators that are quantized is named.
    @Test func otherOperatorsAreNamed() throws {
        var node = Onnx_NodeProto()
        (node.opType, node.domain, node.name, node.input) = ("FusedMatMul", "com.microsoft", "fused", ["x", "w"])
        var graph = Onnx_GraphProto()
        graph.initializer = [try Tensor(.float([Float](repeating: 1, count: 100)), shape: [10, 10]).format(name: "w")]
        let index = GraphIndex(graph)
        #expect(WeightedNode.reasonForLeaving(node, index) == "`FusedMatMul` is not among the operators that are quantized")
        node.input = ["x", "y"]
        #expect(WeightedNode.reasonForLeaving(node, index) == nil)
    }
}
