import MLKitCore
import MLKitONNXFormat
import Testing

@testable import MLKitONNX

/// Nodes whose weights or biases stand elsewhere, or have other shapes, than in most models.
@Suite struct QuantizedBiasTests {
    static let ways: [Quantizer.Options] = [
        .init(mode: .static), .init(mode: .dynamic), .init(mode: .weights), .init(mode: .weights, bits: 4), .init(mode: .float16),
    ]

    /// - Returns: the signal to noise of the answers of the model with each of so many nodes quantized.
    private func check(_ model: Model, _ feed: [String: Tensor], nodes: Int, _ options: Quantizer.Options, above least: Double) throws {
        let runtime = try Engines.runtime.get()
        let prepared = try model.prepared(runtime: runtime, options: SessionOptions())
        let ranges = try Calibrator(model: prepared).ranges(runtime: runtime, batches: [feed])
        let result = try Quantizer(options: options).quantize(model: prepared, ranges: ranges)
        #expect(result.quantizedNodes.count == nodes, "\(options.mode): \(result.skipped)")
        let difference = try ModelDifference(session(model), session(result.model), on: [feed])
        #expect(difference.outputs[0].signalToNoise > least, "\(options.mode) \(options.bits)")
    }

    /// Of two groups, and of as many as there are channels: the bias has a number for each output channel of all groups.
    @Test(arguments: ways) func groupedTransposedConvolutions(options: Quantizer.Options) throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "pictures")
        var value = graph.input("x", .float, shape: ["N", 16, 6, 6])
        for (inputs, outputs, groups) in [(16, 32, 2), (32, 32, 32)] {
            let shape = [inputs, outputs / groups, 3, 3]
            // Channels of different sizes, which one scale for all would not serve.
            let weights = noise.floats(shape.reduce(1, *), scale: 0.1).enumerated().map { place, weight in
                weight * (place / (shape[1] * 9) % 2 == 0 ? 10 : 0.1)
            }
            let factor = graph.constant(try Tensor(.float(weights), shape: shape))
            let bias = graph.constant(Tensor(.float(noise.floats(outputs))))
            value = graph.node("ConvTranspose", [value, factor, bias], [("group", .int(groups))])
        }
        graph.output(value, name: "y", .float, shape: ["N", 32, 10, 10])
        let feed = ["x": try Tensor(.float(noise.floats(4 * 16 * 36)), shape: [4, 16, 6, 6])]
        try check(graph.model(), feed, nodes: 2, options, above: 38)
    }

    /// A bias for each row, times a factor, is added as it is.
    @Test(arguments: ways) func aGemmMayAddAColumn(options: Quantizer.Options) throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "rows")
        let x = graph.input("x", .float, shape: [6, 64])
        let weights = graph.constant(try Tensor(.float(noise.floats(64 * 96, scale: 0.1)), shape: [64, 96]))
        let bias = graph.constant(try Tensor(.float(noise.floats(6, scale: 20)), shape: [6, 1]))
        let y = graph.node("Gemm", [x, weights, bias], [("alpha", .float(2)), ("beta", .float(0.5))])
        graph.output(y, name: "y", .float, shape: [6, 96])
        let feed = ["x": try Tensor(.float(noise.floats(6 * 64)), shape: [6, 64])]
        try check(graph.model(), feed, nodes: 1, options, above: 30)
    }

    /// Weights that a Gemm has first, as they stand or transposed.
    @Test(arguments: [false, true], ways) func aGemmMayHaveItsWeightsFirst(isTransposed: Bool, options: Quantizer.Options) throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "columns")
        let x = graph.input("x", .float, shape: [64, "N"])
        let weights = noise.floats(64 * 96, scale: 0.1)
        let factor = graph.constant(try Tensor(.float(weights), shape: isTransposed ? [64, 96] : [96, 64]))
        let bias = graph.constant(try Tensor(.float(noise.floats(96)), shape: [96, 1]))
        let y = graph.node("Gemm", [factor, x, bias], [("transA", .int(isTransposed ? 1 : 0)), ("alpha", .float(0.5))])
        graph.output(y, name: "y", .float, shape: [96, "N"])
        let feed = ["x": try Tensor(.float(noise.floats(64 * 5)), shape: [64, 5])]
        try check(graph.model(), feed, nodes: 1, options, above: 38)
    }

    /// A product of two constants is one itself.
    @Test func productsOfConstantsAreFolded() throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "folded")
        let x = graph.input("x", .float, shape: ["N", 64])
        let parts = try [[64, 32], [32, 96]].map { graph.constant(try Tensor(.float(noise.floats($0[0] * $0[1], scale: 0.1)), shape: $0)) }
        graph.output(graph.node("MatMul", [x, graph.node("MatMul", parts)]), name: "y", .float, shape: ["N", 96])
        let feed = ["x": try Tensor(.float(noise.floats(64 * 5)), shape: [5, 64])]
        try check(graph.model(), feed, nodes: 1, .init(mode: .dynamic), above: 30)
    }

    /// Halves stay halves when a Gemm's factors go into its weights and its bias.
    @Test(arguments: [QuantizationMode.weights, .dynamic]) func factorsOfHalves(mode: QuantizationMode) throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "halves")
        let x = graph.input("x", .float16, shape: ["N", 64])
        let halves = { (count: Int) in noise.floats(count, scale: 0.1).map { Float16($0) } }
        let weights = graph.constant(try Tensor(.float16(halves(64 * 96)), shape: [64, 96]))
        let bias = graph.constant(Tensor(.float16(halves(96))))
        let y = graph.node("Gemm", [x, weights, bias], [("alpha", .float(0.5)), ("beta", .float(2))])
        graph.output(y, name: "y", .float16, shape: ["N", 96])
        let feed = ["x": try Tensor(.float16(noise.floats(64 * 5).map { Float16($0) }), shape: [5, 64])]
        try check(graph.model(), feed, nodes: 1, .init(mode: mode), above: 30)
    }

    @Test func aBiasThatIsNoNumberIsTheReason() throws {
        var graph = GraphBuilder(name: "bad")
        let x = graph.input("x", .float, shape: ["N", 64])
        var noise = Noise()
        let weights = graph.constant(try Tensor(.float(noise.floats(64 * 96)), shape: [64, 96]))
        let bias = graph.constant(Tensor(.float([Float](repeating: .nan, count: 96))))
        graph.output(graph.node("Gemm", [x, weights, bias]), name: "y", .float, shape: ["N", 96])
        let result = try Quantizer(options: .init(mode: .dynamic)).quantize(model: graph.model())
        #expect(result.skipped.map(\.reason) == ["its bias is not all finite"])
    }

    /// Where four bits are asked for and there are eight, it is said for which nodes, and why.
    @Test func whatCannotHaveFourBitsIsSaid() throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "mixed")
        let x = graph.input("x", .float, shape: ["N", 16, 8])
        let kernel = graph.constant(try Tensor(.float(noise.floats(16 * 16 * 3)), shape: [16, 16, 3]))
        let convolved = graph.node("Flatten", [graph.node("Conv", [x, kernel], name: "kernel")])
        let wide = graph.constant(try Tensor(.float(noise.floats(96 * 16)), shape: [96, 16]))
        let narrow = graph.constant(try Tensor(.float(noise.floats(16 * 40)), shape: [16, 40]))
        let product = graph.node("MatMul", [convolved, wide], name: "wide")
        graph.output(graph.node("MatMul", [product, narrow], name: "narrow"), name: "y", .float, shape: ["N", 40])
        let result = try Quantizer(options: .init(mode: .weights, bits: 4)).quantize(model: graph.model())
        #expect(result.quantizedNodes == ["kernel", "wide", "narrow"])
        #expect(
            result.inBytes == [
                .init(name: "kernel", reason: "it is a convolution, and four bits are for matrix products"),
                .init(name: "narrow", reason: "its weights have 16 in a column, and four bits go by blocks of 32"),
            ])
        #expect(result.model.operatorCounts["com.microsoft.MatMulNBits"] == 1)
        let bytes = try Quantizer(options: .init(mode: .weights)).quantize(model: graph.model())
        #expect(bytes.inBytes.isEmpty)
    }
}
