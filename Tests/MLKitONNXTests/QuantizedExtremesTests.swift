import MLKitCore
import MLKitONNXFormat
import Testing

@testable import MLKitONNX

/// Numbers that are very small or large, in each form in which weights are written.
@Suite struct QuantizedExtremesTests {
    /// A half's smallest step is 2^-24; what is below half of it becomes zero.
    @Test(arguments: [
        ([1, 0.5, 0], 0, nil, true), ([1, 2e-8, 0], 1, nil, false),
        ([2e-8, 1e-9], 2, "2 of its 2 weights are too small for halves, and would become 0", false),
        ([3e-7, 1e-7], 0, "its weights are so small that halves hold them to a few digits alone", false),
        ([65_504, 1], 0, nil, true), ([65_520, 1], 0, "its weights are beyond what halves can hold", false),
    ] as [([Float], Int, String?, Bool)])
    func halvesSayWhatTheyLose(floats: [Float], vanished: Int, reason: String?, keepsAll: Bool) {
        let halves = Halves(floats)
        #expect(halves.vanished == vanished && halves.reason == reason && halves.keepsAll == keepsAll)
    }

    private func product(_ values: [Float], bias: [Float]? = nil) throws -> Model {
        var graph = GraphBuilder(name: "product")
        let x = graph.input("x", .float, shape: ["N", 64])
        let weights = graph.constant(try Tensor(.float(values), shape: [64, values.count / 64]))
        let product = graph.node("MatMul", [x, weights])
        let sum = bias.map { graph.node("Add", [product, graph.constant(Tensor(.float($0)))]) } ?? product
        graph.output(sum, name: "y", .float, shape: ["N", .fixed(values.count / 64)])
        return try graph.model()
    }

    private func signal(_ model: Model, _ result: QuantizationResult) throws -> Double {
        try ModelDifference(session(model), session(result.model), on: [rows(20, width: 64)]).outputs[0].signalToNoise
    }

    /// Whatever the scale, a product is either near what it was, or stays in float with a reason.
    @Test(
        arguments: [36, 30, 6, -9, -20, -30, -36, -40],
        [(QuantizationMode.static, 8), (.dynamic, 8), (.weights, 8), (.weights, 4), (.float16, 8)])
    func everyScaleIsKeptOrLeft(power: Int, way: (QuantizationMode, Int)) throws {
        var noise = Noise()
        let scale = try #require(Float("1e\(power)"))
        let model = try product(noise.floats(64 * 96, scale: scale), bias: noise.floats(96, scale: scale))
        let ranges = try Calibrator(model: model).ranges(runtime: Engines.runtime.get(), batches: [rows(20, width: 64)])
        let result = try Quantizer(options: .init(mode: way.0, bits: way.1)).quantize(model: model, ranges: ranges)
        if result.quantizedNodes.isEmpty {
            let isExtreme = power <= -36 || way.0 == .float16
            #expect(isExtreme && result.skipped.count == 1, "\(result.skipped)")
        } else {
            #expect(try signal(model, result) > (way.1 == 4 ? 18 : 34))
        }
    }

    /// Single weights that become zero beside others are counted; a bias that halves do not hold stays as it is.
    @Test func smallWeightsAreCounted() throws {
        var noise = Noise()
        var values = noise.floats(64 * 96)
        (values[3], values[70]) = (1e-9, -1e-12)
        let model = try product(values, bias: noise.floats(96, scale: 1e-9))
        let halves = try Quantizer(options: .init(mode: .float16)).quantize(model: model)
        #expect(halves.zeroed.map(\.reason) == ["2 of its 6144 weights are too small for halves, and became 0"])
        let bytes = try Quantizer(options: .init(mode: .weights)).quantize(model: model)
        #expect(bytes.zeroed.isEmpty && bytes.quantizedNodes.count == 1)
        let bias = bytes.model.format.graph.initializer.filter { $0.dims == [96] && $0.dataType == ElementType.float.code }
        #expect(bias.count == 1)
    }

    /// A range without a step that is a float with all its digits has no scale; one of zeros has any.
    @Test func tinyRangesHaveNoScale() throws {
        #expect(ActivationScale(covering: -1e-36...1e-36, as: .uint16) == nil)
        #expect(try #require(ActivationScale(covering: -1e-35...1e-35)).scale < 1e-37)
        #expect(ActivationScale(covering: 0...0, as: .uint16)?.scale == 1)
    }

    /// A factor that makes zeros of weights is told.
    @Test func aFactorThatIsTooSmallIsTold() throws {
        let tensor = try WeightTensor(Tensor(.float([1e-30, 0]), shape: [2, 1]), channelAxis: 1)
        #expect { try tensor.scaled(by: 1e-30) } throws: { "\($0)".contains("are too small for floats") }
        #expect(try tensor.scaled(by: 0.5).values == [5e-31, 0])
    }
}
