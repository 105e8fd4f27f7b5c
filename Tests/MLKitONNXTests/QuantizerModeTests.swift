import MLKitCore
import MLKitONNXFormat
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitONNX

/// The modes of a quantizer over operators, element types and inner graphs.
@Suite struct QuantizerModeTests {
    private func difference(_ before: Model, _ after: Model, _ feed: [String: Tensor]) throws -> ModelDifference {
        try ModelDifference(session(before), session(after), on: [feed])
    }

    private func convolutions() throws -> Model {
        var noise = Noise()
        var graph = GraphBuilder(name: "pictures")
        let x = graph.input("x", .float, shape: ["N", 3, 8, 8])
        func convolution(_ input: Value, _ inputs: Int, _ outputs: Int) throws -> Value {
            let weights = noise.floats(outputs * inputs * 9, scale: 0.2)
            let bias = graph.constant(Tensor(.float(noise.floats(outputs, scale: 0.1))))
            return graph.node(
                "Conv", [input, graph.constant(try Tensor(.float(weights), shape: [outputs, inputs, 3, 3])), bias],
                [("pads", .ints([1, 1, 1, 1]))])
        }
        let first = graph.node("Relu", [try convolution(x, 3, 16)])
        let second = graph.node("Relu", [try convolution(first, 16, 16)])
        let sum = graph.node("Relu", [graph.node("Add", [first, try convolution(second, 16, 16)])])
        let pooled = graph.node("Flatten", [graph.node("GlobalAveragePool", [sum])])
        let head = graph.constant(try Tensor(.float(noise.floats(64)), shape: [16, 4]))
        graph.output(graph.node("Gemm", [pooled, head]), name: "y", .float, shape: ["N", 4])
        return try graph.model()
    }

    private func pictures(_ count: Int) throws -> [String: Tensor] {
        var noise = Noise()
        return ["x": try Tensor(.float(noise.floats(count * 192)), shape: [count, 3, 8, 8])]
    }

    private func kernels(_ model: Model) throws -> [String: Int] {
        let scratch = try ScratchDirectory()
        let path = scratch.path.appending("optimized.onnx")
        _ = try session(model, SessionOptions(optimizedModel: path))
        return try Model(parsing: LocalFileSystem().read(path)).operatorCounts
    }

    /// All three convolutions, the sum and the pool run on bytes: what is between them hands bytes on.
    @Test func convolutionsRunOnIntegers() throws {
        let model = try convolutions()
        let ranges = try Calibrator(model: model).ranges(runtime: Engines.runtime.get(), batches: [pictures(50)])
        let result = try Quantizer().quantize(model: model, ranges: ranges)
        #expect(result.quantizedNodes.count == 4)
        let counts = try kernels(result.model)
        #expect(counts["com.microsoft.QLinearConv"] == 3)
        #expect(counts["com.microsoft.QLinearAdd"] == 1)
        #expect(counts["Conv"] == nil)
        // The sum is rounded once, where it is rectified: it goes from bytes to floats in one place, before the last product.
        #expect(counts["QuantizeLinear"] == 1 && counts["DequantizeLinear"] == nil, "\(counts)")
        #expect(try difference(model, result.model, pictures(20)).outputs[0].signalToNoise > 30)
    }

    @Test(arguments: [
        (QuantizationMode.dynamic, 8, 0.32, 33.0), (.weights, 8, 0.32, 35), (.weights, 4, 0.32, 25), (.float16, 8, 0.56, 60),
    ])
    func everyModeShrinksAndAnswersAlmostTheSame(mode: QuantizationMode, bits: Int, ratio: Double, signal: Double) throws {
        for (model, feed) in [(try network(.gemm), try rows(50)), (try convolutions(), try pictures(20))] {
            let result = try Quantizer(options: .init(mode: mode, bits: bits)).quantize(model: model)
            #expect(!result.quantizedNodes.isEmpty)
            #expect(try Double(result.model.bytes.count) < ratio * Double(model.bytes.count))
            #expect(try difference(model, result.model, feed).outputs[0].signalToNoise > signal)
        }
    }

    @Test func aDynamicProductIsOneKernel() throws {
        let result = try Quantizer(options: .init(mode: .dynamic)).quantize(model: network(.matMulAdd))
        #expect(try kernels(result.model)["com.microsoft.DynamicQuantizeMatMul"] == 3)
    }

    @Test func fourBitsAreAQuarterLargerThanHalfAByte() throws {
        let model = try network(.gemm, sizes: [256, 256, 1])
        let result = try Quantizer(options: .init(mode: .weights, bits: 4)).quantize(model: model)
        #expect(result.model.operatorCounts["com.microsoft.MatMulNBits"] == 2)
        #expect(try result.model.bytes.count < 256 * 256 / 2 + 256 * 8 * 5 + 3000)
        #expect(try difference(model, result.model, rows(50, width: 256)).outputs[0].signalToNoise > 15)
    }

    /// A row of the table and its scale are looked up together.
    @Test(arguments: [QuantizationMode.static, .dynamic, .weights, .float16])
    func anEmbeddingIsKeptInFewerBytes(mode: QuantizationMode) throws {
        var noise = Noise()
        var graph = GraphBuilder(name: "words")
        let ids = graph.input("ids", .int64, shape: ["N", 5])
        let table = (0..<100).flatMap { row in noise.floats(16, scale: row == 7 ? 100 : 1) }
        let words = graph.node("Gather", [graph.constant(try Tensor(.float(table), shape: [100, 16])), ids])
        graph.output(words, name: "y", .float, shape: ["N", 5, 16])
        let model = try graph.model()
        let result = try Quantizer(options: .init(mode: mode)).quantize(model: model)
        #expect(result.quantizedNodes.count == 1)
        let feed = ["ids": try Tensor(.int64([0, 1, 2, 3, 99, 7, 7, 7, 7, 7]), shape: [2, 5])]
        let (before, after) = (try session(model).run(feed)["y"]?.floats, try session(result.model).run(feed)["y"]?.floats)
        // The row with large weights does not cost the others.
        #expect(zip(try #require(before), try #require(after)).prefix(80).allSatisfy { abs($0 - $1) < 0.005 })
    }

    @Test(arguments: ["LSTM", "GRU"], [QuantizationMode.weights, .dynamic, .float16])
    func recurrentWeightsAreKeptInFewerBytes(op: String, mode: QuantizationMode) throws {
        var noise = Noise()
        let gates = op == "LSTM" ? 4 : 3
        var graph = GraphBuilder(name: "steps")
        let x = graph.input("x", .float, shape: [6, 1, 8])
        let inputs = graph.constant(try Tensor(.float(noise.floats(gates * 32 * 8, scale: 0.3)), shape: [1, gates * 32, 8]))
        let states = graph.constant(try Tensor(.float(noise.floats(gates * 32 * 32, scale: 0.2)), shape: [1, gates * 32, 32]))
        let y = graph.node(op, [x, inputs, states], [("hidden_size", .int(32))])
        graph.output(y, name: "y", .float, shape: [6, 1, 1, 32])
        let model = try graph.model()
        let result = try Quantizer(options: .init(mode: mode)).quantize(model: model)
        #expect(result.quantizedNodes.count == 1)
        #expect(try result.model.bytes.count < model.bytes.count * (mode == .float16 ? 6 : 4) / 10)
        let feed = ["x": try Tensor(.float(noise.floats(48)), shape: [6, 1, 8])]
        #expect(try difference(model, result.model, feed).outputs[0].signalToNoise > 30)
    }

    /// Branches are walked, and what they use of the outer graph too.
    @Test(arguments: [QuantizationMode.dynamic, .weights, .float16, .static])
    func branchesAreWalked(mode: QuantizationMode) throws {
        let model = try branching()
        let result = try Quantizer(options: .init(mode: mode)).quantize(model: model)
        #expect(result.quantizedNodes.count == 2)
        #expect(try result.model.bytes.count < model.bytes.count * (mode == .float16 ? 6 : 4) / 10)
        for flag in [true, false] {
            var noise = Noise()
            let feed = ["flag": Tensor.scalar(flag), "x": try Tensor(.float(noise.floats(40)), shape: [1, 40])]
            #expect(try difference(model, result.model, feed).outputs[0].signalToNoise > 30)
        }
    }

    /// `If` with a product of the outer graph's weights in one branch, and of its own in the other.
    private func branching() throws -> Model {
        var noise = Noise()
        let outer = try Tensor(.float(noise.floats(1600)), shape: [40, 40]).format(name: "w")
        let inner = try Tensor(.float(noise.floats(1600)), shape: [40, 40]).format(name: "v")
        func branch(_ weights: String, _ own: [Onnx_TensorProto]) -> Onnx_GraphProto {
            var graph = Onnx_GraphProto()
            graph.name = weights
            var node = Onnx_NodeProto()
            (node.opType, node.input, node.output) = ("MatMul", ["x", weights], ["y_" + weights])
            graph.node = [node]
            graph.initializer = own
            graph.output = [ValueDescription(name: "y_" + weights, type: .float, shape: [1, 40]).format]
            return graph
        }
        var node = Onnx_NodeProto()
        (node.opType, node.input, node.output) = ("If", ["flag"], ["y"])
        node.attribute = [("then_branch", branch("w", [])), ("else_branch", branch("v", [inner]))].map { name, graph in
            var attribute = Onnx_AttributeProto()
            (attribute.name, attribute.type, attribute.g) = (name, .graph, graph)
            return attribute
        }
        var model = try passing(.float)
        model.format.graph.node = [node]
        model.format.graph.initializer = [outer]
        model.format.graph.input = [
            ValueDescription(name: "flag", type: .bool, shape: []).format,
            ValueDescription(name: "x", type: .float, shape: [1, 40]).format,
        ]
        model.format.graph.output = [ValueDescription(name: "y", type: .float, shape: [1, 40]).format]
        return model
    }

    @Test func aKeptNodeStaysInFloat() throws {
        let model = try network(.gemm)
        let names = try Quantizer(options: .init(mode: .weights)).quantize(model: model).quantizedNodes
        let result = try Quantizer(options: .init(mode: .weights, kept: [names[0]])).quantize(model: model)
        #expect(result.quantizedNodes == Array(names.dropFirst()))
        #expect(result.skipped.map(\.reason) == ["it is to be left in float"])
    }

    /// Bytes with a sign run on kernels of integers too, but for what is rectified: zero is not the lowest of them. Words run on floats.
    @Test(arguments: ActivationType.allCases) func activationsAreOfEveryType(type: ActivationType) throws {
        for (model, feed) in [(try network(.gemm), try rows(50)), (try convolutions(), try pictures(20))] {
            let ranges = try Calibrator(model: model).ranges(runtime: Engines.runtime.get(), batches: [feed])
            var options = Quantizer.Options()
            options.activations = type
            let result = try Quantizer(options: options).quantize(model: model, ranges: ranges)
            #expect(try difference(model, result.model, feed).outputs[0].signalToNoise > (type.isWide ? 30 : 25))
            let counts = try kernels(result.model)
            let integer = (counts["com.microsoft.QLinearConv"] ?? 0) + (counts["QLinearConv"] ?? 0) + (counts["com.microsoft.QGemm"] ?? 0)
            #expect(type.isWide ? integer == 0 : integer >= 1, "\(counts)")
            #expect(result.model.operatorCounts["com.microsoft.QuantizeLinear"] == nil
                && result.model.operatorSet == (type.isWide ? 21 : 17))
        }
    }

    /// One operator means something else in the version that words need.
    @Test func aModelThatCannotBeWrittenWithWordsSaysWhy() throws {
        var graph = GraphBuilder(name: "groups")
        let x = graph.input("x", .float, shape: ["N", 4])
        let ones = graph.constant(Tensor(.float([1, 1])))
        graph.output(graph.node("GroupNormalization", [x, ones, ones], [("num_groups", .int(2))]), name: "y", .float, shape: ["N", 4])
        let model = try graph.model()
        var options = Quantizer.Options()
        options.activations = .int16
        #expect { try Quantizer(options: options).quantize(model: model) } throws: {
            "\($0)".contains("is another one in version 21 of ONNX's operators") && "\($0)".contains("or leave activations of 16 bits")
        }
    }

    /// A convolution that is left in float neither takes nor gives bytes; the others go on as they were.
    @Test func aKeptConvolutionRunsOnFloats() throws {
        let model = try convolutions()
        let ranges = try Calibrator(model: model).ranges(runtime: Engines.runtime.get(), batches: [pictures(50)])
        let names = try Quantizer().quantize(model: model, ranges: ranges).quantizedNodes
        let result = try Quantizer(options: .init(kept: [names[2]])).quantize(model: model, ranges: ranges)
        let counts = try kernels(result.model)
        #expect(counts["com.microsoft.QLinearConv"] == 2)
        #expect(counts.filter { $0.key.hasSuffix("Conv") && !$0.key.contains("QLinear") }.values.reduce(0, +) == 1, "\(counts)")
        #expect(counts["com.microsoft.QLinearAdd"] == nil)
    }

    /// Three bytes are saved of each weight; a scale, a zero point and the node cost some.
    @Test(arguments: [(28, false), (29, true)]) func fewWeightsAreNotWorthIt(count: Int, isWorthIt: Bool) throws {
        let result = try Quantizer(options: .init(mode: .weights)).quantize(model: network(.gemm, sizes: [105, count, 1]))
        #expect(result.quantizedNodes.count == (isWorthIt ? 2 : 1))
        #expect(result.skipped.map(\.reason) == (isWorthIt ? [] : ["its weights are so few that nothing is gained"]))
    }

    @Test func halvesHoldNoMoreThanTheyCan() throws {
        var graph = GraphBuilder(name: "large")
        let x = graph.input("x", .float, shape: ["N", 80])
        let weights = [Float](repeating: 65_504, count: 80)
        for (place, value) in [(0, 65_504), (1, 65_520)] as [(Int, Float)] {
            var graph = graph
            var weights = weights
            weights[place] = value
            let product = graph.node("MatMul", [x, graph.constant(try Tensor(.float(weights), shape: [80, 1]))])
            graph.output(product, name: "y", .float, shape: ["N", 1])
            let result = try Quantizer(options: .init(mode: .float16)).quantize(model: graph.model())
            #expect(result.quantizedNodes.count == (value > 65_504 ? 0 : 1))
        }
    }
}
