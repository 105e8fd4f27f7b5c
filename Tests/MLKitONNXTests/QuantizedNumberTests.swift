import MLKitCore
import MLKitONNXFormat
import Testing

@testable import MLKitONNX

/// The numbers of a quantized model, by hand.
@Suite struct QuantizedNumberTests {
    /// Zero is written exactly, and rounded to the nearest byte: cut off it would shift every value by a step.
    @Test(arguments: [
        (-1.0, 2.0, 3.0, 85), (-0.3047, 0.6953, 1.0, 78), (-0.3032, 0.6968, 1.0, 77), (1, 3, 3, 0), (-3, -1, 3, 255),
        (0, 0, 255, 0), (0, 2, 2, 0), (-2, 0, 2, 255), (-.leastNonzeroMagnitude, .leastNonzeroMagnitude, 255, 0), (-1.5, 1.49, 2.99, 128),
    ] as [(Float, Float, Float, UInt8)])
    func aRangeIsSpreadOverTheBytes(low: Float, high: Float, width: Float, zeroPoint: UInt8) throws {
        let found = try #require(ActivationScale(covering: low...high))
        #expect(abs(found.scale - width / 255) <= 1e-6 * width)
        #expect(found.zeroPoint == Int(zeroPoint))
    }

    /// Signed numbers are symmetric; words have 256 times as many steps.
    @Test(arguments: [
        (.uint8, 3.0 / 255, 85), (.int8, 2.0 / 127, 0), (.uint16, 3.0 / 65_535, 21_845), (.int16, 2.0 / 32_767, 0),
    ] as [(ActivationType, Float, Int)])
    func activationsAreOfTheirType(type: ActivationType, scale: Float, zeroPoint: Int) throws {
        let found = try #require(ActivationScale(covering: -1...2, as: type))
        #expect(abs(found.scale - scale) < 1e-9 && found.zeroPoint == zeroPoint)
        let other = try #require(ActivationScale(covering: -2...1, as: type))
        #expect(type.isSymmetric == (other == found))
    }

    @Test func onlyFiniteRangesAreSpread() {
        let most = Float.greatestFiniteMagnitude
        #expect(ActivationScale(covering: -most...most) != nil)
        #expect(ActivationScale(covering: 0 ... .infinity) == nil)
        #expect(ActivationScale(covering: -.infinity...0) == nil)
    }

    private func matrix(_ rows: [[Float]], isTransposed: Bool) throws -> WeightTensor {
        let columns = rows[0].indices.map { column in rows.map { $0[column] } }
        let values = (isTransposed ? columns : rows).flatMap(\.self)
        let shape = isTransposed ? [columns.count, rows.count] : [rows.count, columns.count]
        return try WeightTensor(Tensor(.float(values), shape: shape), channelAxis: isTransposed ? 0 : 1)
    }

    /// The first column has neighbours of one sign, the second of two, the third a row without a neighbour.
    @Test(arguments: [true, false]) func neighboursOfOneSignShareTheBytes(isTransposed: Bool) throws {
        let rows: [[Float]] = [[1, -2.1, 0.1], [3, 4, -0.2], [0.5, 0, 5]]
        let weights = QuantizedWeights(
            try matrix(rows, isTransposed: isTransposed), bias: [0.3, 0.31, -0.31], inputScale: 0.5, perChannel: true)
        #expect(zip(weights.scales, [4 / 127, 4 / 127, 5 / 127] as [Float]).allSatisfy { abs($0 - $1) < 1e-7 })
        let bytes: [[Int8]] = [[32, -67, 3], [95, 127, -5], [16, 0, 127]]
        let columns = (0..<3).map { column in bytes.map { $0[column] } }
        #expect(weights.values == (isTransposed ? columns : bytes).flatMap(\.self))
        #expect(weights.bias == [19, 20, -16])
        let one = QuantizedWeights(
            try matrix(rows, isTransposed: isTransposed), bias: nil, inputScale: 0.5, perChannel: false)
        #expect(one.scales.count == 1 && abs(one.scales[0] - 5 / 127) < 1e-7)
        #expect(one.bias == nil)
    }

    /// The largest bias takes 29 bits, whatever the weights are.
    @Test func aLargeBiasWidensTheScale() throws {
        let zeros = try matrix([[0, 0, 0], [0, 0, 1e-3]], isTransposed: false)
        let weights = QuantizedWeights(zeros, bias: [-1e6, 0, 1e6], inputScale: 0.25, perChannel: true)
        #expect(weights.bias == [-1 << 29, 0, 1 << 29])
        #expect(weights.scales[1] == 1)
        #expect(abs(weights.scales[2] * 0.25 * 0x1p29 - 1e6) < 1)
    }

    @Test func weightsAreFiniteFloats() throws {
        for tensor in [
            try Tensor(.double([1]), shape: [1, 1]), try Tensor(.int64([1]), shape: [1, 1]), Tensor(.float([1, 2])),
            try Tensor(.float([.nan]), shape: [1, 1]), try Tensor(.float([1, .infinity]), shape: [1, 2]),
            try Tensor(.float([]), shape: [0, 3]),
        ] {
            #expect(throws: Failure.self) { try WeightTensor(tensor, channelAxis: 1) }
        }
        let halves = try WeightTensor(Tensor(.float16([1, 2, 3, 4]), shape: [2, 2]), channelAxis: 1)
        #expect(halves.values == [1, 2, 3, 4])
        #expect(halves.type == .float16)
    }

    /// Of [rows, columns] a column, of [columns, rows] a row, of convolutions [channels, inputs, positions] position by position.
    @Test func theElementsOfAChannelComeAsAKernelMultipliesThem() throws {
        let matrix = try matrix([[1, 2, 3], [4, 5, 6]], isTransposed: true)
        #expect([matrix.channelCount, matrix.channelSize, matrix.channelAxis] == [3, 2, 0])
        #expect(matrix.elements(of: 1) == [2, 5])
        let turned = try self.matrix([[1, 2, 3], [4, 5, 6]], isTransposed: false)
        #expect(turned.elements(of: 1) == [2, 5])
        #expect((0..<6).map(turned.channel(ofElement:)) == [0, 1, 2, 0, 1, 2])
        let values = (0..<12).map { Float($0) }
        let kernel = try WeightTensor(Tensor(.float(values), shape: [2, 3, 2]), channelAxis: 0, order: .position)
        #expect(kernel.elements(of: 1) == [6, 8, 10, 7, 9, 11])
        let stack = try WeightTensor(Tensor(.float(values), shape: [2, 3, 2]), channelAxis: 2)
        #expect(stack.elements(of: 1) == [1, 3, 5, 7, 9, 11])
    }

    /// A dimension of zero is one, a negative one is not, and a scalar has one value.
    @Test(arguments: [
        ([0], 0), ([3, 0], 0), ([], 1), ([2, 3], 6), ([-1], nil), ([0, -1], nil),
        ([1 << 62, 4], nil),
    ] as [([Int], Int?)])
    func aShapeHasSoManyValues(shape: [Int], count: Int?) throws {
        #expect(Tensor.elementCount(of: shape) == count)
        let values = [Float](repeating: 1, count: count ?? 1)
        guard count != nil else {
            #expect(throws: Failure.self) { try Tensor(.float(values), shape: shape) }
            return
        }
        let tensor = try Tensor(.float(values), shape: shape)
        #expect(try Tensor(tensor.format(name: "t")) == tensor)
        #expect(throws: Failure.self) { try Tensor(.float(values + [1]), shape: shape) }
    }

    /// As a list only where that is shorter than four or eight bytes each.
    @Test(arguments: [
        ([127], true), ([16_383, 127], true), ([2_097_152], false), ([2_097_151], true), ([-1], false), ([], false),
    ])
    func wholeNumbersAreWrittenTheShorterWay(values: [Int32], isList: Bool) throws {
        let format = Tensor(.int32(values)).format(name: "t")
        #expect(format.int32Data.isEmpty != isList)
        #expect(try Tensor(format) == Tensor(.int32(values)))
        let long = Tensor(.int64(values.map { Int64($0) << 28 }))
        #expect(try Tensor(long.format(name: "t")) == long)
    }

    @Test func eightBytesAreWrittenTheShorterWay() throws {
        for (value, isList) in [(1, true), ((1 << 49) - 1, true), (1 << 49, false), (-1, false)] as [(Int64, Bool)] {
            let format = Tensor(.int64([value])).format(name: "t")
            #expect(format.int64Data.isEmpty != isList, "\(value)")
            #expect(try Tensor(format) == Tensor(.int64([value])))
        }
    }

    /// Raw as listed, a truth value is what is not zero.
    @Test func truthValuesAreRead() throws {
        let tensor = Tensor(.bool([true, false, true]))
        var format = tensor.format(name: "t")
        #expect(try Tensor(format) == tensor)
        format.clearRawData()
        format.int32Data = [2, 0, 1]
        #expect(try Tensor(format) == tensor)
    }

    @Test func rawBytesHaveToFitTheShape() throws {
        var format = try Tensor(.float([1, 2]), shape: [2, 1]).format(name: "t")
        format.dims = [3, 1]
        #expect { try Tensor(format) } throws: { "\($0)".contains("it has 8 bytes for 3 values") }
        format.dims = [2]
        #expect(try Tensor(format).shape == [2])
        format.dims = [-2]
        #expect { try Tensor(format) } throws: { "\($0)".contains("impossible shape") }
        format.dims = [2]
        format.dataLocation = .external
        #expect { try Tensor(format) } throws: { "\($0)".contains("are kept outside the model file") }
    }
}

/// Which matrix products are quantized, and how the graph is written then.
@Suite struct MatrixProductTests {
    private let weights: [Float] = [1, 2, 3, 4, 5, 6]

    /// A product of two inputs and three columns with something around it.
    private func result(
        perChannel: Bool = true, _ build: (inout GraphBuilder, Value, Value) throws -> Value
    ) throws -> QuantizationResult {
        var graph = GraphBuilder(name: "g")
        let x = graph.input("x", .float, shape: ["N", 2])
        let factor = graph.constant(try Tensor(.float(weights), shape: [2, 3]))
        let y = try build(&graph, x, factor)
        graph.output(y, name: "y", .float, shape: ["N", 3])
        let quantizer = Quantizer(options: .init(perChannel: perChannel))
        return try quantizer.quantize(model: graph.model(), ranges: ["x": 0...1])
    }

    private func integers(_ result: QuantizationResult) -> Int {
        result.model.format.graph.initializer.count { $0.dataType == ElementType.int32.code }
    }

    /// Its factors go into weights and bias, and its input is transposed before.
    @Test(arguments: [
        [("alpha", Attribute.float(2))], [("beta", .float(0.5))], [("alpha", .float(0.25)), ("beta", .float(3)), ("transB", .int(1))],
        [("alpha", .float(1))], [("transB", .int(0))], [("transA", .int(1)), ("alpha", .float(2))],
    ] as [[(String, Attribute)]])
    func aGemmOfAnyFormAnswersTheSame(attributes: [(String, Attribute)]) throws {
        for mode in [QuantizationMode.static, .dynamic] {
            let isTurned = attributes.contains { $0.0 == "transA" }
            var graph = GraphBuilder(name: "g")
            let x = graph.input("x", .float, shape: isTurned ? [2, 3] : [3, 2])
            let isTransposed = attributes.contains { $0.0 == "transB" && $0.1 == .int(1) }
            let factor = graph.constant(try Tensor(.float(weights), shape: isTransposed ? [3, 2] : [2, 3]))
            let product = graph.node("Gemm", [x, factor, graph.constant(Tensor(.float([1, -2, 3])))], attributes)
            graph.output(product, name: "y", .float, shape: [3, 3])
            let model = try graph.model()
            let result = try Quantizer(options: .init(mode: mode)).quantize(model: model, ranges: ["x": 0...1])
            #expect(result.quantizedNodes.count == 1 && result.skipped.isEmpty)
            let feed = ["x": try Tensor(.float([0, 0.2, 0.4, 0.6, 0.8, 1]), shape: isTurned ? [2, 3] : [3, 2])]
            let before = try #require(session(model).run(feed)["y"]?.floats)
            let after = try #require(session(result.model).run(feed)["y"]?.floats)
            #expect(zip(before, after).allSatisfy { abs($0 - $1) < 0.2 }, "\(before) \(after)")
        }
    }

    @Test(arguments: [([3], true), ([1, 3], true), ([1], true), ([1, 1], true), ([], true), ([3, 1], false)])
    func aBiasIsOnePerColumnOrOneForAll(shape: [Int], fits: Bool) throws {
        let values = [Float](repeating: 1, count: shape.reduce(1, *))
        let gemm = try result { graph, x, factor in
            graph.node("Gemm", [x, factor, graph.constant(try Tensor(.float(values), shape: shape))])
        }
        #expect(gemm.quantizedNodes.count == (fits ? 1 : 0))
        #expect(integers(gemm) == (fits ? 1 : 0))
        // A vector that is added afterwards is a bias only as a vector; the product is quantized either way.
        for isFirst in [true, false] {
            let added = try result { graph, x, factor in
                let bias = graph.constant(try Tensor(.float(values), shape: shape))
                let product = graph.node("MatMul", [x, factor])
                return graph.node("Add", isFirst ? [bias, product] : [product, bias])
            }
            #expect(added.quantizedNodes.count == 1)
            #expect(integers(added) == (shape == [3] ? 1 : 0))
        }
    }

    @Test func aProductOfConstantsIsLeftInFloat() throws {
        let result = try result { graph, _, factor in
            graph.node("MatMul", [graph.constant(try Tensor(.float([1, 2]), shape: [1, 2])), factor])
        }
        #expect(result.skipped.map(\.reason) == ["both its factors are constant"])
    }

    /// What else uses the product would get it with other rounding.
    @Test func aBiasIsAddedByTheOnlyUser() throws {
        let twice = try result { graph, x, factor in
            let product = graph.node("MatMul", [x, factor])
            let sum = graph.node("Add", [product, graph.constant(Tensor(.float([1, 2, 3])))])
            return graph.node("Mul", [sum, product])
        }
        #expect(integers(twice) == 0)
        let shown = try result { graph, x, factor in
            let product = graph.node("MatMul", [x, factor])
            graph.output(product, name: "z", .float, shape: ["N", 3])
            return graph.node("Add", [product, graph.constant(Tensor(.float([1, 2, 3])))])
        }
        #expect(integers(shown) == 0)
        let other = try result { graph, x, factor in
            graph.node("Sub", [graph.node("MatMul", [x, factor]), graph.constant(Tensor(.float([1, 2, 3])))])
        }
        #expect(integers(other) == 0)
    }

    /// Weights that something else still uses stay in float, too; those that nothing uses go.
    @Test func constantsStayAsLongAsTheyAreUsed() throws {
        func floats(_ result: QuantizationResult) -> Int {
            result.model.format.graph.initializer.count { $0.dataType == ElementType.float.code && $0.dims == [2, 3] }
        }
        #expect(floats(try result { graph, x, factor in graph.node("MatMul", [x, factor]) }) == 0)
        let used = try result { graph, x, factor in
            let sums = graph.node("ReduceSum", [factor])
            return graph.node("Add", [graph.node("MatMul", [x, factor]), sums])
        }
        #expect(used.quantizedNodes.count == 1)
        #expect(floats(used) == 1)
    }

    /// The axis of the columns is written where it is not the one that is taken without it.
    @Test(arguments: [true, false]) func theAxisIsThatOfTheColumns(perChannel: Bool) throws {
        func axes(_ isTransposed: Bool) throws -> [Int64] {
            let result = try result(perChannel: perChannel) { graph, x, factor in
                let transposed = graph.constant(try Tensor(.float(weights), shape: [3, 2]))
                let bias = graph.constant(Tensor(.float([1, 2, 3])))
                return isTransposed
                    ? graph.node("Gemm", [x, transposed, bias], [("transB", .int(1))]) : graph.node("Gemm", [x, factor, bias])
            }
            return result.model.format.graph.node.flatMap(\.attribute).filter { $0.name == "axis" }.map(\.i)
        }
        // That of the weights, if they are transposed, and that of the bias.
        #expect(try axes(true) == (perChannel ? [0, 0] : []))
        #expect(try axes(false) == (perChannel ? [0] : []))
    }

    @Test(arguments: [
        (12, "", false), (13, "", true), (13, "ai.onnx", true), (12, "ai.onnx", false), (13, "ai.onnx.ml", false),
    ])
    func theOperatorsHaveToBeNewEnough(version: Int64, domain: String, isEnough: Bool) throws {
        var model = try passing(.float)
        var set = Onnx_OperatorSetIdProto()
        (set.domain, set.version) = (domain, version)
        model.format.opsetImport = [set]
        #expect(((try? Quantizer().quantize(model: model, ranges: [:])) != nil) == isEnough)
    }
}
