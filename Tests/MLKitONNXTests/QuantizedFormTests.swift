import MLKitCore
import MLKitONNXFormat
import Testing

@testable import MLKitONNX

/// Forms of models that exporters and the runtime write.
@Suite struct QuantizedFormTests {
    private func difference(_ before: Model, _ after: Model, _ feed: [String: Tensor]) throws -> Double {
        try ModelDifference(session(before), session(after), on: [feed]).outputs[0].signalToNoise
    }

    private func quantized(_ model: Model, _ mode: QuantizationMode, _ feed: [String: Tensor], bits: Int = 8) throws -> QuantizationResult {
        let ranges = try mode == .static ? Calibrator(model: model).ranges(runtime: Engines.runtime.get(), batches: [feed]) : [:]
        return try Quantizer(options: .init(mode: mode, bits: bits)).quantize(model: model, ranges: ranges)
    }

    /// `weights x`, with 48 outputs of 64 inputs.
    @Test(arguments: QuantizationMode.allCases) func weightsMayComeFirst(mode: QuantizationMode) throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "first")
        let x = graph.input("x", .float, shape: [64, "N"])
        let weights = graph.constant(try Tensor(.float(noise.floats(48 * 64)), shape: [48, 64]))
        graph.output(graph.node("MatMul", [weights, x]), name: "y", .float, shape: [48, "N"])
        let model = try graph.model()
        let feed = ["x": try Tensor(.float(noise.floats(64 * 5)), shape: [64, 5])]
        let result = try quantized(model, mode, feed)
        #expect(result.quantizedNodes.count == 1)
        #expect(try Double(result.model.bytes.count) < (mode == .float16 ? 0.6 : 0.35) * Double(model.bytes.count))
        #expect(try difference(model, result.model, feed) > 40)
    }

    /// A Gemm that adds the result of another, as the runtime writes the sum of two products.
    @Test(arguments: [(QuantizationMode.static, 8), (.dynamic, 8), (.weights, 8), (.weights, 4), (.float16, 8)])
    func whatAGemmAddsMayBeComputed(mode: QuantizationMode, bits: Int) throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "sum")
        let x = graph.input("x", .float, shape: ["N", 64])
        func weights() throws -> Value { graph.constant(try Tensor(.float(noise.floats(64 * 48)), shape: [64, 48])) }
        let first = graph.node("MatMul", [x, try weights()])
        graph.output(graph.node("Gemm", [x, try weights(), first], [("alpha", .float(0.5))]), name: "y", .float, shape: ["N", 48])
        let model = try graph.model()
        let feed = ["x": try Tensor(.float(noise.floats(64 * 20)), shape: [20, 64])]
        let result = try quantized(model, mode, feed, bits: bits)
        #expect(result.quantizedNodes.count == 2 && result.skipped.isEmpty)
        #expect(try difference(model, result.model, feed) > (bits == 4 ? 18 : 35))
    }

    /// Products of halves are kept as bytes: nothing is known of the ranges of halves, which the runtime computes as floats.
    @Test(arguments: [QuantizationMode.static, .dynamic, .weights]) func modelsOfHalves(mode: QuantizationMode) throws {
        let (model, feed) = try halves()
        let result = try quantized(model, mode, feed)
        #expect(result.quantizedNodes.count == 1)
        #expect(try Double(result.model.bytes.count) < 0.65 * Double(model.bytes.count))
        #expect(try difference(model, result.model, feed) > 35)
    }

    @Test func halvesAreSaidToBeHalves() throws {
        let result = try Quantizer(options: .init(mode: .float16)).quantize(model: halves().model)
        #expect(result.quantizedNodes.isEmpty)
        #expect(result.skipped.map(\.reason) == ["its weights are halves already"])
    }

    private func halves() throws -> (model: Model, feed: [String: Tensor]) {
        var noise = Noise()
        var graph = GraphBuilder(name: "halves")
        let x = graph.input("x", .float16, shape: ["N", 64])
        let weights = graph.constant(try Tensor(.float16(noise.floats(64 * 48).map { Float16($0) }), shape: [64, 48]))
        graph.output(graph.node("MatMul", [graph.node("Relu", [x]), weights]), name: "y", .float16, shape: ["N", 48])
        return (try graph.model(), ["x": try Tensor(.float16(noise.floats(64 * 20).map { Float16($0) }), shape: [20, 64])])
    }

    /// Where in a program each node came from, as PyTorch's exporter writes it, can be longer than its weights.
    @Test func commentsAreLeftOut() throws {
        var model = try network(.gemm)
        var entry = Onnx_StringStringEntryProto()
        (entry.key, entry.value) = ("pkg.torch.onnx.stack_trace", String(repeating: "File ", count: 1000))
        for place in model.format.graph.node.indices { model.format.graph.node[place].metadataProps = [entry] }
        model.format.graph.metadataProps = [entry]
        let result = try Quantizer(options: .init(mode: .dynamic)).quantize(model: model)
        #expect(try result.model.bytes == Quantizer(options: .init(mode: .dynamic)).quantize(model: network(.gemm)).model.bytes)
        #expect(result.model.metadata == ["target": "income"])
    }

    /// A bias of a recurrent layer and many scales are halves: they are as many as bytes of weights.
    @Test func scalesAndBiasesOfLayersAreHalves() throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "steps")
        let x = graph.input("x", .float, shape: [6, 1, 8])
        let tensors = try [[1, 128, 8], [1, 128, 32], [1, 256]].map { shape in
            graph.constant(try Tensor(.float(noise.floats(shape.reduce(1, *), scale: 0.2)), shape: shape))
        }
        graph.output(graph.node("LSTM", [x] + tensors, [("hidden_size", .int(32))]), name: "y", .float, shape: [6, 1, 1, 32])
        let model = try graph.model()
        let result = try Quantizer(options: .init(mode: .weights)).quantize(model: model)
        // 5,120 bytes of weights, 256 scales and 256 biases of two bytes each.
        #expect(try (6_144..<6_600).contains(result.model.bytes.count))
        #expect(try difference(model, result.model, ["x": Tensor(.float(noise.floats(48)), shape: [6, 1, 8])]) > 40)
    }
}
