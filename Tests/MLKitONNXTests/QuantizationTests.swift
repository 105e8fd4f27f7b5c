import MLKitCore
import MLKitONNX
import MLKitONNXFormat
import MLKitTestSupport
import SwiftProtobuf
import SystemPackage
import Testing

@Suite struct QuantizationTests {
    private func quantize(_ model: Model, perChannel: Bool = true) throws -> QuantizationResult {
        let ranges = try Calibrator(model: model).ranges(runtime: Engines.runtime.get(), batches: [rows(500)])
        return try Quantizer(options: .init(perChannel: perChannel)).quantize(model: model, ranges: ranges)
    }

    /// The operators that the runtime really runs for a model.
    private func kernels(_ model: Model) throws -> [String: Int] {
        let scratch = try ScratchDirectory()
        let path = scratch.path.appending("optimized.onnx")
        _ = try session(model, SessionOptions(optimizedModel: path))
        return try Model(parsing: LocalFileSystem().read(path)).operatorCounts
    }

    /// The largest difference between the outputs of two models.
    private func difference(_ first: Model, _ second: Model) throws -> Float {
        let rows = try rows(500)
        let a = try #require(try session(first).run(rows)["y"]?.floats)
        let b = try #require(try session(second).run(rows)["y"]?.floats)
        return zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
    }

    @Test(arguments: Layer.allCases, [true, false])
    func aNetworkRunsOnIntegersAndAnswersTheSame(layer: Layer, perChannel: Bool) throws {
        let model = try network(layer)
        let result = try quantize(model, perChannel: perChannel)
        #expect(result.quantizedNodes.count == 3)
        #expect(result.skipped.isEmpty)
        #expect(try kernels(result.model)["com.microsoft.QGemm"] == 3)
        let difference = try difference(model, result.model)
        #expect(difference > 0)
        #expect(difference < 0.02)
    }

    @Test(arguments: Layer.allCases)
    func theModelShrinksToAThird(layer: Layer) throws {
        let model = try network(layer)
        let size = try Double(model.bytes.count)
        #expect(try Double(quantize(model, perChannel: true).model.bytes.count) < 0.32 * size)
        #expect(try Double(quantize(model, perChannel: false).model.bytes.count) < 0.29 * size)
    }

    @Test func theSameInputGivesTheSameBytes() throws {
        let model = try network(.gemm)
        #expect(try quantize(model).model.bytes == quantize(model).model.bytes)
    }

    @Test func inputsOutputsAndMetadataStay() throws {
        let model = try network(.gemm)
        let result = try quantize(model).model
        #expect(result.inputs == model.inputs)
        #expect(result.outputs == model.outputs)
        #expect(result.metadata == model.metadata)
    }

    @Test func aScalePerChannelIsMorePrecise() throws {
        // One column a hundred times as large as the other 79: a common scale leaves those a byte or so.
        var noise = Noise()
        var graph = GraphBuilder(name: "columns")
        let x = graph.input("x", .float, shape: ["N", 105])
        let weights = (0..<105).flatMap { _ in (0..<80).map { noise.next() * ($0 == 0 ? 1 : 0.01) } }
        let product = graph.node("MatMul", [x, graph.constant(try Tensor(.float(weights), shape: [105, 80]))])
        let rest = graph.node(
            "Slice", [product, graph.constant(Tensor(.int64([1]))), graph.constant(Tensor(.int64([80]))),
                graph.constant(Tensor(.int64([1])))])
        graph.output(rest, name: "y", .float, shape: ["N", 79])
        let model = try graph.model()
        let one = try difference(model, quantize(model, perChannel: false).model)
        let each = try difference(model, quantize(model, perChannel: true).model)
        #expect(each * 4 < one)
    }

    @Test func whatIsLeftInFloatIsReportedWithTheReason() throws {
        var graph = GraphBuilder(name: "odd")
        let x = graph.input("x", .float, shape: ["N", 105])
        var noise = Noise()
        func weights(_ columns: Int) throws -> Value {
            graph.constant(try Tensor(.float(noise.floats(105 * columns)), shape: [105, columns]))
        }
        let biased = graph.node("Gemm", [x, try weights(2), graph.node("ReduceSum", [x])], [("beta", .float(2))], name: "biased")
        let square = graph.node("MatMul", [graph.node("Transpose", [x]), biased], name: "square")
        let deep = graph.node("MatMul", [x, graph.node("Relu", [square])], name: "")
        let double = graph.node("Cast", [deep], [("to", .int(11))])
        let two = graph.constant(try Tensor(.double([1, 2]), shape: [2, 1]))
        let precise = graph.node("MatMul", [double, two], name: "precise")
        graph.output(graph.node("Cast", [precise], [("to", .int(1))]), name: "y", .float, shape: ["N", 1])
        let model = try graph.model()
        let result = try quantize(model)
        // It adds what is computed, times two, as before.
        #expect(result.quantizedNodes == ["biased"])
        #expect(result.skipped.map(\.name) == ["square", "MatMul of `g`", "precise"])
        #expect(
            result.skipped.map(\.reason) == [
                "its second factor is not constant", "its second factor is not constant",
                "its weights are double, not float",
            ])
    }

    @Test func aProductWithoutARangeIsLeftInFloat() throws {
        let model = try network(.gemm)
        let result = try Quantizer().quantize(model: model, ranges: ["x": 0...1])
        #expect(result.quantizedNodes.count == 1)
        #expect(result.skipped.count == 2)
        #expect(result.skipped.first?.reason.contains("was not calibrated") == true)
    }

    @Test func aRangeWithoutEndIsLeftInFloat() throws {
        let result = try Quantizer().quantize(model: network(.gemm), ranges: ["x": 0 ... .infinity])
        #expect(result.quantizedNodes.isEmpty)
        #expect(result.skipped.first?.reason == "the range of its input `x` is not finite")
    }

    @Test func extremeWeightsAndBiasesSurvive() throws {
        for bias in [0, 1e30, 3e38] as [Float] {
            let result = try quantize(network(.gemm, bias: bias))
            #expect(result.quantizedNodes.count >= 2)
            #expect(try session(result.model).run(rows(3))["y"]?.count == 3)
        }
    }

    @Test func zeroWeightsKeepTheirBias() throws {
        var graph = GraphBuilder(name: "zero")
        let x = graph.input("x", .float, shape: ["N", 105])
        let weights = graph.constant(try Tensor(.float([Float](repeating: 0, count: 210)), shape: [105, 2]))
        let product = graph.node("Gemm", [x, weights, graph.constant(Tensor(.float([0.123, -4.5])))])
        graph.output(product, name: "y", .float, shape: ["N", 2])
        let model = try graph.model()
        #expect(try difference(model, quantize(model).model) < 1e-5)
    }

    @Test func oneQuantizedInputServesAllProducts() throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "shared")
        let x = graph.input("x", .float, shape: ["N", 105])
        let weights = graph.constant(try Tensor(.float(noise.floats(210, scale: 0.1)), shape: [105, 2]))
        let negative = graph.node("MatMul", [graph.node("Neg", [x]), weights])
        let sum = graph.node("Sub", [graph.node("MatMul", [x, weights]), negative])
        let further = graph.constant(try Tensor(.float(noise.floats(210, scale: 0.1)), shape: [105, 2]))
        let other = graph.node("MatMul", [x, further])
        graph.output(graph.node("Add", [sum, other]), name: "y", .float, shape: ["N", 2])
        let result = try quantize(graph.model())
        #expect(result.quantizedNodes.count == 3)
        #expect(result.model.operatorCounts["QuantizeLinear"] == 2)
        #expect(try difference(graph.model(), result.model) < 0.05)
    }

    @Test func theRestOfTheGraphIsLeftAlone() throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "mixed")
        let text = graph.input("colour", .string, shape: ["N", 1])
        let number = graph.input("size", .float, shape: ["N", 1])
        let colours = (0..<40).map { "colour \($0)" }
        let hot = graph.node("OneHotEncoder", domain: "ai.onnx.ml", [text], [("cats_strings", .strings(colours))])
        let flat = graph.node("Reshape", [hot, graph.constant(Tensor(.int64([-1, 40])))])
        let joined = graph.node("Concat", [number, flat], [("axis", .int(1))])
        let weights = graph.constant(try Tensor(.float(noise.floats(41 * 3)), shape: [41, 3]))
        let scores = graph.node("Softmax", [graph.node("MatMul", [joined, weights])])
        graph.output(scores, name: "y", .float, shape: ["N", 3])
        let model = try graph.model()
        let batch = [
            "colour": try Tensor(.string(["colour 1", "?", "colour 39"]), shape: [3, 1]),
            "size": try Tensor(.float([-1, 0, 2]), shape: [3, 1]),
        ]
        let ranges = try Calibrator(model: model).ranges(runtime: Engines.runtime.get(), batches: [batch])
        #expect(Array(ranges.values) == [-1...2])
        let result = try Quantizer().quantize(model: model, ranges: ranges).model
        let kept = ["ai.onnx.ml.OneHotEncoder", "Reshape", "Concat", "Softmax", "MatMul"]
        #expect(kept.allSatisfy { result.operatorCounts[$0] == 1 })
        #expect(try kernels(result)["com.microsoft.MatMulIntegerToFloat"] == 1)
        let (before, after) = (try session(model).run(batch), try session(result).run(batch))
        let pairs = try zip(#require(before["y"]?.floats), #require(after["y"]?.floats))
        #expect(pairs.allSatisfy { abs($0 - $1) < 0.01 })
    }

    @Test func damagedCalibrationRowsAreAFailure() throws {
        let calibrator = try Calibrator(model: network(.gemm))
        #expect(throws: Failure.self) {
            try calibrator.ranges(runtime: Engines.runtime.get(), batches: [rows(3, width: 104)])
        }
    }

    @Test func rangesGrowOverBatchesAndIgnoreNaN() throws {
        var estimator = MinMaxEstimator()
        estimator.observe([])
        estimator.observe([.nan])
        #expect(estimator.range == nil)
        estimator.observe([.nan, 2, .nan])
        estimator.observe([1, .nan, 1.5])
        #expect(estimator.range == 1...2)
    }

    /// Scales and zero points that are the same are one constant.
    @Test func noConstantIsThereTwice() throws {
        let model = try Onnx_ModelProto(serializedBytes: quantize(network(.gemm), perChannel: false).model.bytes)
        let contents = model.graph.initializer.map { tensor in
            var copy = tensor
            copy.name = ""
            return copy
        }
        #expect(!contents.isEmpty && Set(contents).count == contents.count)
    }
}
